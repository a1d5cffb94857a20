"""What a line that nobody has yet would count for."""

import datetime as dt

from fingerpost.measures.trial import Trial, facts_fed
from fingerpost.measures.vocabulary import vocabulary

END = dt.date(2027, 8, 31)
DECEMBER = dt.date(2026, 12, 3)
WORDS = vocabulary(END)


def fed(*trials):
    return facts_fed(tuple(trials), END, WORDS)


def test_a_line_feeds_the_facts_it_counts_for_and_no_other():
    talk, lesson = fed(
        Trial(10, DECEMBER, "employer_talk", organisation="Calder Precision"),
        Trial(10, DECEMBER, "subject_lesson", subject="Maths"),
    )
    assert {"employer_encounters_this_year", "encounters_ever", "organisations_met"} <= talk
    assert not {"workplace_by_16", "subjects_linked_this_year", "routes_seen"} & talk
    assert "subjects_linked_this_year" in lesson
    assert "employer_encounters_this_year" not in lesson


def test_routes_decide_which_providers_a_visit_counts_for():
    college, university = fed(
        Trial(10, DECEMBER, "provider_visit", routes=("further_education",)),
        Trial(10, DECEMBER, "provider_visit", routes=("university",)),
    )
    assert "college_seen" in college and "university_seen" not in college
    assert "university_seen" in university and "technical_route_seen" not in university


def test_provider_access_counts_until_february_in_the_second_year_of_a_phase():
    def talk(year_group, on, **more):
        return Trial(year_group, on, "provider_talk", routes=("t_level",), **more)

    found = fed(
        talk(9, dt.date(2027, 2, 28)),
        talk(9, dt.date(2027, 3, 1)),
        talk(8, dt.date(2027, 7, 1)),
        talk(8, DECEMBER, in_school_hours=False),
    )
    assert ["provider_access_first_phase" in one for one in found] == [True, False, True, False]


def test_a_careers_fair_counts_as_an_employer_only_where_it_names_one():
    nobody, somebody = fed(
        Trial(8, DECEMBER, "careers_fair"), Trial(8, DECEMBER, "careers_fair", organisation="Ashby")
    )
    assert "employer_encounters_this_year" not in nobody
    assert "employer_encounters_this_year" in somebody


def test_a_workplace_visit_counts_by_16_or_after_by_the_year_group():
    younger, older = (fed(Trial(year, DECEMBER, "workplace_visit"))[0] for year in (11, 12))
    assert "workplace_by_16" in younger and "workplace_post_16" not in younger
    assert "workplace_post_16" in older and "workplace_by_16" not in older


def test_without_lines_nothing_is_asked():
    assert fed() == ()
