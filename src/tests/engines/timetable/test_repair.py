"""A repair gives those who lost their time a new one, and tells who else moved and why."""

from datetime import date

import pytest

from fingerpost.engines.timetable import (
    BadProblem,
    Lost,
    check,
    lost_from,
    read_problem,
    repair,
    timetable,
    without,
)
from tests.engines.timetable.made_problems import as_result
from tests.engines.timetable.one_school import DAYS, appointment, plain

MONDAY = date.fromisoformat(DAYS[0])


def repaired(problem, result, *lost, **options):
    after = repair(problem, result, lost, 10, **options)
    assert check(without(problem, result, lost), after.as_json()) == []
    return after


def result_of(problem, *appointments):
    return {**as_result(problem, list(appointments)), "cost": 0}


def test_who_loses_an_adviser_has_a_new_time_and_nobody_else_moves():
    problem = plain()
    before = timetable(read_problem(problem), 5).as_json()
    after = repaired(problem, before, Lost("adviser", "Ada", MONDAY, MONDAY)).repair
    assert {one.before.adviser for one in after.replaced} == {"Ada"}
    assert after.replaced
    assert after.moved == after.lost == ()
    assert after.moves_at_least == 0
    assert "fit into times that are free" in after.proof


def test_one_moves_where_that_is_the_only_way():
    problem = plain()
    problem["days"] = DAYS[:2]
    for adviser in problem["advisers"]:
        adviser["windows"] = [
            {"day": day, "school": "North", "from": "09:00", "to": "09:30"} for day in DAYS[:2]
        ]
    problem["interviews"][0]["deadline"] = DAYS[0]
    before = result_of(
        problem,
        appointment("I1", "Sam"),
        appointment("I2", "Tia", adviser="Ben", room="R2"),
    )
    after = repaired(problem, before, Lost("adviser", "Ada", MONDAY, MONDAY)).repair
    assert [one.before.interview for one in after.replaced] == ["I1"]
    assert [one.before.interview for one in after.moved] == ["I2"]
    assert after.moves_at_least == 1


def test_who_has_no_time_left_is_named_and_nobody_loses_theirs_for_them():
    problem = plain()
    problem["interviews"][0] |= {"deadline": DAYS[0], "advisers": ["Ada"]}
    before = timetable(read_problem(problem), 5).as_json()
    after = repaired(problem, before, Lost("adviser", "Ada", MONDAY, MONDAY))
    assert after.repair.lost == ("I1",)
    assert [one.interview for one in after.not_held] == ["I1"]
    assert after.repair.moves_at_least == 0


def test_a_room_that_is_lost_means_another_room_where_one_is_free():
    problem = plain()
    before = result_of(problem, appointment("I1", "Sam"))
    after = repaired(problem, before, Lost("room", "North/R1", MONDAY, MONDAY)).repair
    assert [(one.before.room, one.after.room) for one in after.other_room] == [("R1", "R2")]
    assert after.moved == after.replaced == after.lost == ()


@pytest.mark.parametrize(("kind", "name"), [("student", "Sam"), ("adult", "Dad")])
def test_a_student_or_an_adult_who_is_away_is_seen_another_day(kind, name):
    problem = plain()
    problem["interviews"][0]["adult"] = "Dad"
    before = result_of(problem, appointment("I1", "Sam"))
    after = repaired(problem, before, Lost(kind, name, MONDAY, MONDAY)).repair
    assert [one.after.day for one in after.replaced] == [date.fromisoformat(DAYS[1])]


def test_no_new_time_is_in_the_past():
    problem = plain()
    before = result_of(problem, appointment("I1", "Sam", day=DAYS[1]))
    tuesday = date.fromisoformat(DAYS[1])
    after = repaired(problem, before, Lost("adviser", "Ada", tuesday, tuesday)).repair
    assert after.replaced[0].after.day >= tuesday
    last = date.fromisoformat(DAYS[3])
    after = repaired(
        problem, before, Lost("adviser", "Ada", tuesday, tuesday), not_before=last
    ).repair
    assert after.replaced[0].after.day == last


def test_a_settled_appointment_that_is_lost_is_settled_no_more_and_others_stay_settled():
    problem = plain()
    for interview, adviser in zip(problem["interviews"], ["Ada", "Ben"], strict=False):
        interview["fixed"] = {"adviser": adviser, "day": DAYS[0], "from": "09:00"}
    before = timetable(read_problem(problem), 5).as_json()
    lost = Lost("adviser", "Ada", MONDAY, MONDAY)
    after = repaired(problem, before, lost)
    assert "I1" in {one.before.interview for one in after.repair.replaced}
    kept = next(one for one in after.appointments if one.interview == "I2")
    assert (kept.adviser, kept.day) == ("Ben", MONDAY)
    changed = without(problem, before, [lost])
    assert ["fixed" in one for one in changed["interviews"]] == [False, True, False]


def test_a_follow_up_stays_where_the_first_finds_a_time_before_it():
    problem = plain()
    problem["interviews"][1] |= {"student": "Sam", "follows": "I1", "days_after": 5}
    before = result_of(
        problem, appointment("I1", "Sam"), appointment("I2", "Sam", day=DAYS[3], since="10:00")
    )
    after = repaired(problem, before, Lost("adviser", "Ada", MONDAY, MONDAY)).repair
    assert [one.before.interview for one in after.replaced] == ["I1"]
    assert after.moved == ()


def test_a_loss_is_read_from_a_line():
    assert lost_from("Ada:2026-10-05:2026-10-09") == Lost(
        "adviser", "Ada", MONDAY, date(2026, 10, 9)
    )
    assert lost_from("room:North/R1:2026-10-05:2026-10-05").name == "North/R1"
    assert lost_from("a:b:2026-10-05:2026-10-05").name == "a:b"


@pytest.mark.parametrize("text", ["Ada", "Ada:5:6", "Ada:2026-10-09:2026-10-05"])
def test_a_loss_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValueError, match="should"):
        lost_from(text)


def test_a_name_that_is_not_there_and_a_malformed_problem_are_refused():
    before = result_of(plain())
    with pytest.raises(ValueError, match="no adviser Zoe"):
        repair(plain(), before, [Lost("adviser", "Zoe", MONDAY, MONDAY)])
    with pytest.raises(ValueError, match="no room North/R9"):
        repair(plain(), before, [Lost("room", "North/R9", MONDAY, MONDAY)])
    with pytest.raises(BadProblem):
        repair({"days": DAYS}, before, [Lost("adviser", "Ada", MONDAY, MONDAY)])
