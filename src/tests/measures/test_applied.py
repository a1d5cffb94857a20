"""What applications and predicted grades say hangs on nothing else about a student."""

from datetime import date

import pytest

from tests.measures.builder import Made

LOW = {"point": "post_16", "about": "application:1", "routes": ["further_education"], "strength": 2}
WHO = [
    {"sex": "F"},
    {"sex": "M"},
    {"free_school_meals": True, "pupil_premium": True},
    {"ethnicity": "WBRI"},
    {"ethnicity": "BAFR", "eal": True},
    {"sen_provision": "E", "ehc_plan": True, "disability": True},
    {"in_care": True, "young_carer": True},
    {"attainment": 1.0, "attendance": 50.0},
]


@pytest.mark.parametrize("grades", [4, 5])
def test_whether_more_is_open_never_hangs_on_sex_or_background(grades):
    s = Made()
    for who in WHO:
        s.student(year=11, **who).had("grades_predicted", strength=grades).had(
            "application_planned", **LOW
        )
    found = [row["could_aim_higher"] for row in s.engine().facts.to_pylist()]
    assert found == [grades >= 5] * len(WHO)


def test_the_next_closing_date_is_of_what_is_not_sent_and_still_to_come():
    s = Made()
    one = s.student(year=11)
    for number, (kind, due) in enumerate(
        [
            ("application_planned", date(2026, 1, 10)),
            ("application_planned", date(2026, 1, 29)),
            ("application_planned", date(2026, 1, 20)),
            ("application_made", date(2026, 1, 16)),
            ("application_planned", None),
        ]
    ):
        one.had(kind, point="post_16", about=f"application:{number}", due_on=due)
    assert s.facts()["days_to_closing"] == 5


@pytest.mark.parametrize(
    ("day", "close"), [((2025, 10, 31), False), ((2025, 11, 1), True), ((2026, 8, 31), True)]
)
def test_a_choice_is_close_from_november_of_its_last_year(day, close):
    s = Made(as_of=date(*day))
    s.student(year=11)
    younger = s.student(year=10)
    rows = {row["student_id"]: row["close_to_decision"] for row in s.engine().facts.to_pylist()}
    assert (rows[1], rows[younger.number]) == (close, False)
