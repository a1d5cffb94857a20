"""Suggestions: the same as a plain reading of the rule, wide, and blind to what must not count."""

import numpy as np
import pytest

from fingerpost.engines.suggesting import (
    Catalogue,
    Grouping,
    Profiles,
    Scale,
    profiles_of,
    reliability,
    suggest,
)


def made(seed, things=40, people=7):
    chance = np.random.default_rng(seed)
    traits = chance.uniform(1, 7, (things, 8)).astype(np.float32)
    traits[chance.random(things) < 0.2, :5] = np.nan
    groups = [
        Grouping(chance.random((things, 4)) < 0.4, 0.2),
        Grouping(chance.random((things, 3)) < 0.5, 0.05),
    ]
    catalogue = Catalogue(traits, [0] * 5 + [1] * 3, (0.7, 0.3), groups)
    answers = [chance.integers(1, 6, (people, 10)).astype(float) for _ in range(2)]
    answers[0][chance.random((people, 10)) < 0.05] = np.nan
    scales = [Scale([n % 5 for n in range(10)], 5), Scale([n % 3 for n in range(10)], 3)]
    return catalogue, profiles_of(answers, scales)


def plainly(catalogue, profiles, person, number):
    """The same by loops, from what the rule says."""
    n, k = catalogue.traits.shape
    scales = np.asarray(catalogue.scales)
    fit = []
    for thing in range(n):
        total = weight = 0.0
        for scale in (0, 1):
            columns = [c for c in range(k) if scales[c] == scale]
            if np.isnan(catalogue.traits[thing, columns]).any():
                continue
            if not profiles.answered[person, scale]:
                continue
            like = []
            for column in columns:
                every = catalogue.traits[:, column]
                every = every[~np.isnan(every)]
                like.append((catalogue.traits[thing, column] - every.mean()) / every.std())
            like = np.array(like) / np.linalg.norm(like)
            total += catalogue.weights[scale] * float(like @ profiles.scores[person, columns])
            weight += catalogue.weights[scale]
        fit.append(total / weight if weight else 0.0)
    left, chosen = list(fit), []
    for _ in range(number):
        best = max(range(n), key=lambda thing: (left[thing], -thing))
        chosen.append(best)
        for thing in range(n):
            for one in catalogue.groups:
                both = (one.member[best] & one.member[thing]).sum()
                size = max(one.member[best].sum(), 1) * max(one.member[thing].sum(), 1)
                left[thing] -= one.again * both / size**0.5
        left[best] = -np.inf
    return chosen, [fit[one] for one in chosen]


@pytest.mark.parametrize("seed", range(8))
def test_suggestions_are_what_the_rule_says(seed):
    catalogue, profiles = made(seed)
    found = suggest(catalogue, profiles, 6)
    for person in range(len(profiles.scores)):
        chosen, fit = plainly(catalogue, profiles, person, 6)
        assert found.fit[person] == pytest.approx(fit, abs=1e-4)
        assert list(found.chosen[person]) == chosen


def test_alone_or_among_many_is_the_same():
    catalogue, profiles = made(3, people=1200)
    together = suggest(catalogue, profiles, 6)
    for person in (0, 600, 1199):
        alone = Profiles(profiles.scores[[person]], profiles.answered[[person]])
        assert list(suggest(catalogue, alone, 6).chosen[0]) == list(together.chosen[person])


def test_what_was_chosen_makes_the_like_of_it_less_likely():
    catalogue, profiles = made(5)
    narrow = Catalogue(
        catalogue.traits,
        catalogue.scales,
        catalogue.weights,
        [Grouping(one.member, 0.0) for one in catalogue.groups],
    )
    families = catalogue.groups[0].member

    def most_of_one(found):
        return families[found.chosen].sum(1).max(1).mean()

    assert most_of_one(suggest(catalogue, profiles, 8)) < most_of_one(suggest(narrow, profiles, 8))


def test_whoever_answers_all_alike_has_no_direction():
    alike = [np.full((1, 10), 4.0), np.full((1, 10), np.nan)]
    scales = [Scale([n % 5 for n in range(10)], 5), Scale([n % 3 for n in range(10)], 3)]
    profiles = profiles_of(alike, scales)
    assert not profiles.answered.any()
    assert not profiles.scores.any()
    catalogue, _ = made(1)
    assert len(set(suggest(catalogue, profiles, 6).chosen[0])) == 6


def test_a_reason_is_what_both_have():
    catalogue, profiles = made(2)
    found = suggest(catalogue, profiles, 4)
    for person in range(3):
        for thing, reasons in zip(found.chosen[person], found.reasons(person), strict=True):
            assert all(catalogue.likeness[thing, trait] > 0 for trait in reasons)
            assert all(profiles.scores[person, trait] > 0 for trait in reasons)


def test_reliability_is_high_where_statements_say_the_same_and_low_where_they_do_not():
    chance = np.random.default_rng(1)
    scale = Scale([0] * 5 + [1] * 5, 2)
    liking = chance.normal(3, 1, (2000, 1))
    same = np.clip(np.round(liking + chance.normal(0, 0.6, (2000, 5))), 1, 5)
    noise = chance.integers(1, 6, (2000, 5))
    alpha = reliability(np.hstack([same, noise]).astype(float), scale)
    assert alpha[0] > 0.85
    assert abs(alpha[1]) < 0.15
