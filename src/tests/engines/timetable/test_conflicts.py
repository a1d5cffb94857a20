"""When what is required cannot be held, the fewest requirements that conflict are named."""

from fingerpost.engines.timetable import check, read_problem, timetable
from tests.engines.timetable.one_school import DAYS, plain


def conflict(problem):
    result = timetable(read_problem(problem), 5)
    assert result.status == "infeasible"
    assert result.conflict_is_smallest
    assert check(problem, result.as_json()) == []
    return {(fault.path, fault.sentence) for fault in result.conflict}


def required(problem):
    for interview in problem["interviews"]:
        interview["required"] = True
    return problem


def test_two_settled_at_the_same_time_with_one_adviser():
    problem = plain()
    for interview in problem["interviews"][:2]:
        interview["fixed"] = {"adviser": "Ada", "day": DAYS[0], "from": "09:00"}
    assert {path for path, _ in conflict(problem)} == {
        "interviews[0].fixed",
        "interviews[1].fixed",
    }


def test_a_protected_lesson_and_a_deadline_leave_no_time():
    problem = required(plain())
    problem["interviews"][0]["deadline"] = DAYS[0]
    problem["students"][0]["lessons"] = [
        {"day": DAYS[0], "from": "08:00", "to": "13:00", "subject": "Maths", "protected": True}
    ]
    assert conflict(problem) == {
        ("interviews[0].required", "I1 must be held."),
        ("interviews[0].deadline", f"I1 must be held by {DAYS[0]}."),
        ("students[0].lessons", "Sam must not miss Maths lessons."),
    }


def test_a_cap_with_more_interviews_than_it_has_room_for():
    problem = required(plain())
    problem["days"] = DAYS[:1]
    problem["advisers"] = problem["advisers"][:1]
    problem["advisers"][0]["cap"] = 2
    assert {path for path, _ in conflict(problem)} == {
        "interviews[0].required",
        "interviews[1].required",
        "interviews[2].required",
        "advisers[0].cap",
    }


def test_a_school_whose_only_room_is_closed():
    problem = required(plain())
    problem["schools"][0]["rooms"] = [{"id": "R1", "open": [{"from": "14:00", "to": "15:00"}]}]
    found = {path for path, _ in conflict(problem)}
    assert len(found) == 2
    assert "schools[0].rooms" in found


def test_a_follow_up_that_would_be_after_the_last_day():
    problem = plain()
    problem["interviews"][1] |= {
        "student": "Sam",
        "follows": "I1",
        "days_after": 30,
        "required": True,
    }
    assert ("interviews[1].follows", "I2 must be held at least 30 days after I1.") in conflict(
        problem
    )


def test_no_window_is_said_where_there_is_none():
    problem = plain()
    problem["students"][0]["school"] = "South"
    problem["interviews"][0]["required"] = True
    assert ("advisers", "No window at South is long enough for I1.") in conflict(problem)


def test_what_is_required_is_held_before_what_is_worth_more():
    problem = plain()
    problem["days"] = DAYS[:1]
    problem["advisers"] = problem["advisers"][:1]
    problem["advisers"][0]["cap"] = 1
    problem["interviews"][2]["required"] = True
    result = timetable(read_problem(problem), 5)
    assert [one.interview for one in result.appointments] == ["I3"]
    assert {one.interview for one in result.not_held} == {"I1", "I2"}
    assert all("limit of the day" in one.reason for one in result.not_held)
