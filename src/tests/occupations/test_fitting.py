"""From answers about oneself to occupations: reliable, wide, and against no one."""

import numpy as np
import pytest

from fingerpost.engines.suggesting import reliability, suggest
from fingerpost.occupations import load
from fingerpost.occupations.fitting import catalogue, lowest_level, profiles, scale_of
from fingerpost.occupations.questionnaire import questionnaire

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


def test_interests_are_reliable_on_simulated_answers():
    asked = questionnaire()
    part = asked.parts[0]
    given = np.array(
        [[one[each.key] for each in part.statements] for one in answered(2)], dtype=float
    )
    alphas = reliability(given, scale_of(part))
    assert len(alphas) == 6
    assert min(alphas) > 0.8


def test_the_same_liking_a_year_later_leads_to_much_the_same():
    """Retest: likings stay and the moment changes; half of twelve suggestions stay or more."""
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
    assert np.mean(kept) > 3


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


@pytest.mark.parametrize(
    ("liking", "expected"),
    [
        # Girls and boys who like the same see the same: caring for a boy, building for a girl.
        ({"social": 5}, {"Social care", "Healthcare", "Teaching and education"}),
        ({"realistic": 5}, {"Engineering and maintenance", "Construction and trades"}),
    ],
)
def test_who_likes_something_sees_it_whoever_they_are(liking, expected):
    asked = questionnaire()
    answers = {one.key: liking.get(one.about, 2) for one in asked.parts[0].statements}
    chosen = suggest(catalogue(), profiles([answers]), 12).chosen[0]
    fields = {field for number in chosen for field in load().occupations[number].fields}
    assert fields & expected


def test_who_answers_half_is_suggested_something_by_that_half():
    asked = questionnaire()
    answers = {one.key: 5 if one.about == "artistic" else 2 for one in asked.parts[0].statements}
    found = suggest(catalogue(), profiles([answers]), 12)
    assert found.fit[0, 0] > 0.5
