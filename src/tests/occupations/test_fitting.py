"""From answers about oneself to occupations: reliable, wide, and against no one."""

import inspect

import numpy as np
import pytest

from fingerpost.engines.suggesting import reliability, suggest
from fingerpost.occupations import load
from fingerpost.occupations.fitting import catalogue, lowest_level, profiles, scale_of
from fingerpost.occupations.questionnaire import questionnaire
from fingerpost.pathways import bridge

PEOPLE = 2000


def answered(seed, noise=0.9):
    """Answers of made people: a liking for each trait, and something of the moment."""
    chance = np.random.default_rng(seed)
    people = [{} for _ in range(PEOPLE)]
    for part in questionnaire().parts:
        likings = {trait: chance.normal(3, 1.1, PEOPLE) for trait in part.traits}
        for one in part.statements:
            given = np.clip(
                np.round(likings[one.about] + chance.normal(0, noise, PEOPLE)), 1, 5
            ).astype(int)
            for person, answer in zip(people, given, strict=True):
                person[one.key] = int(answer)
    return people


@pytest.fixture(scope="module")
def suggested():
    return suggest(catalogue(), profiles(answered(1)), 12)


def test_every_statement_is_keyed_to_a_trait_that_occupations_have():
    asked = questionnaire()
    assert len(asked.keys) == 54
    skills = {skill for one in load().occupations for skill in one.skills}
    assert set(asked.parts[1].traits) == skills
    assert {trait for part in asked.parts for trait in part.traits} == asked.words.keys()


@pytest.mark.parametrize(
    ("part", "statements", "at_least"),
    # Cronbach's alpha falls with the number of statements: five of an interest, two of a value.
    [("interests", 5, 0.8), ("values", 2, 0.6)],
)
def test_interests_and_values_are_reliable_on_simulated_answers(part, statements, at_least):
    alphas = reliability_of(part)
    assert len(alphas) == 6
    assert min(alphas) > at_least
    asked = next(one for one in questionnaire().parts if one.key == part)
    assert len(asked.statements) == 6 * statements


def test_a_skill_of_one_statement_has_no_such_measure():
    assert np.isnan(reliability_of("skills")).all()


def reliability_of(key):
    part = next(one for one in questionnaire().parts if one.key == key)
    given = np.array(
        [[one[each.key] for each in part.statements] for one in answered(2)], dtype=float
    )
    return reliability(given, scale_of(part))


def test_the_same_liking_a_year_later_leads_to_much_the_same():
    """Retest: likings stay and the moment changes; half of twelve suggestions stay or more, on
    average (6.4, measured).
    """
    chance = np.random.default_rng(3)
    part = questionnaire().parts[0]
    likings = {trait: chance.normal(3, 1.1, 300) for trait in part.traits}

    def ask(seed):
        moment = np.random.default_rng(seed)
        return [
            {
                one.key: int(
                    np.clip(round(likings[one.about][person] + moment.normal(0, 0.5)), 1, 5)
                )
                for one in part.statements
            }
            for person in range(300)
        ]

    first, second = (suggest(catalogue(), profiles(ask(seed)), 12).chosen for seed in (4, 5))
    kept = [len(set(a) & set(b)) for a, b in zip(first, second, strict=True)]
    assert np.mean(kept) >= 6


def test_suggestions_are_of_many_families_levels_and_ways(suggested):
    base = load()
    for chosen in suggested.chosen[:200]:
        ones = [base.occupations[number] for number in chosen]
        families = {one.fields[0] for one in ones if one.fields}
        levels = {lowest_level(one) for one in ones} - {0}
        ways = {way.way for one in ones for way in one.ways_in}
        assert len(families) >= 5
        assert len(levels) >= 2
        assert {"apprenticeship", "university"} <= ways or len(ways) >= 4


def test_every_occupation_is_suggested_to_somebody_or_next_to_what_is(suggested):
    occupations = load().occupations
    found = {occupations[number].slug for number in np.unique(suggested.chosen)}
    assert len(found) > 0.85 * len(occupations)
    beside = {slug for one in occupations if one.slug in found for slug in one.related}
    assert len(found | beside) > 0.97 * len(occupations)


def test_nothing_but_the_answers_counts():
    """Sex, grades and school cannot: a profile has no room for them."""
    asked = questionnaire()
    one = answered(6)[0]
    assert set(one) == asked.keys
    plain, more = profiles([one]), profiles([one | {"sex": 1, "grade": 9, "school": 3}])
    assert np.array_equal(plain.scores, more.scores)


def test_no_sex_school_or_grade_can_be_given_to_the_suggestions():
    """The same answers lead to the same, whoever gives them: there is nowhere to say who it is."""
    assert list(inspect.signature(bridge.suggestions).parameters) == ["answers", "number"]
    assert list(inspect.signature(profiles).parameters) == ["answers"]


CARE = {"Healthcare", "Social care", "Teaching and education", "Beauty and wellbeing"}
HANDS = {
    "Animal care",
    "Construction and trades",
    "Emergency and uniform services",
    "Engineering and maintenance",
    "Environment and land",
    "Manufacturing",
    "Transport",
}
MAKING_ART = {"Creative and media", "Beauty and wellbeing"}
SCIENCE = {"Science and research", "Computing, technology and digital", "Healthcare"}


def fields_for(**liking):
    """Families of work of each of twelve suggestions for who likes this and nothing else."""
    answers = {one.key: liking.get(one.about, 2) for one in questionnaire().parts[0].statements}
    chosen = suggest(catalogue(), profiles([answers]), 12).chosen[0]
    return [set(load().occupations[number].fields) for number in chosen]


@pytest.mark.parametrize(
    ("likings", "kinds"),
    [
        # Liking care does not take machines away, nor the other way round.
        (("social", "realistic"), (CARE, HANDS)),
        (("artistic", "realistic"), (MAKING_ART, HANDS)),
        (("artistic", "investigative"), (MAKING_ART, SCIENCE)),
    ],
)
def test_who_likes_things_of_both_kinds_sees_both(likings, kinds):
    found = fields_for(**dict.fromkeys(likings, 5))
    for kind in kinds:
        assert sum(bool(fields & kind) for fields in found) >= 2


def test_who_likes_the_one_sees_it_as_much_as_who_likes_the_other():
    """Mirrored answers: care and machines changed about. Neither is the lesser choice."""
    care, hands = fields_for(social=5, realistic=1), fields_for(social=1, realistic=5)
    of_care = [sum(bool(fields & CARE) for fields in found) for found in (care, hands)]
    of_hands = [sum(bool(fields & HANDS) for fields in found) for found in (care, hands)]
    assert of_care[0] >= 5
    assert of_hands[1] >= 5
    assert of_care[0] > of_care[1]
    assert of_hands[1] > of_hands[0]


def test_who_answers_half_is_suggested_something_by_that_half():
    asked = questionnaire()
    answers = {one.key: 5 if one.about == "artistic" else 2 for one in asked.parts[0].statements}
    found = suggest(catalogue(), profiles([answers]), 12)
    assert found.fit[0, 0] > 0.5
