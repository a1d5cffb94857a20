"""From an occupation backwards: what is asked for, what comes before, what to fall back on."""

from fingerpost.occupations import load
from fingerpost.occupations.backwards import (
    fallback,
    other_occupations,
    subjects_to_choose,
    ways_back,
)

_HELPS = ("volunteering", "other")


def of(slug):
    return load().by_slug[slug]


def test_a_degree_asks_for_gcses_and_for_a_levels_and_names_the_course_before():
    vet = next(back for back in ways_back(of("vet")) if back.way == "university")
    assert [need.gcses for need in vet.needs] == [(5, 5), None]
    assert vet.needs[1].a_levels == (3, 3)
    assert "school_sixth_form" in vet.routes_before
    assert vet.asks > (False, 2, 9, 9, 9)


def test_the_fallback_asks_for_the_least_and_leads_in_by_itself():
    found = fallback(of("electrician"))
    assert found.way == "direct"
    assert fallback(of("vet")) is None  # helping out first is no way in by itself


def test_every_occupation_has_more_than_one_way_or_others_to_look_at():
    for one in load().occupations:
        backs, least = ways_back(one), fallback(one)
        assert len(backs) == len(one.ways_in)
        if least is not None:
            assert all(least.asks <= back.asks for back in backs if back.way not in _HELPS)
        assert least is not None or other_occupations(load(), one)


def test_other_occupations_have_other_ways_or_ask_for_less():
    names = [one.slug for one in other_occupations(load(), of("vet"))]
    assert "veterinary-nurse" in names


def test_subjects_to_choose_are_those_that_some_way_asks_for():
    assert set(subjects_to_choose(ways_back(of("vet")))) >= {"biology", "chemistry", "maths"}
    assert subjects_to_choose(()) == ()
