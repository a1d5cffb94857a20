"""Predicted grades from a file, and the figures that come of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.choices.models import PredictedGrade
from fingerpost.choices.selectors.grades import latest_grades
from fingerpost.choices.services.grades import forget_students
from fingerpost.exchange.grades import read
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.ledger import bridge
from fingerpost.ledger.services import standing_about
from fingerpost.lists.models import ListImport
from fingerpost.signposting import bridge as signposting
from fingerpost.signposting.presenters import student_cards
from tests.factories import people
from tests.lists.sending import look, problems_of, take_in, undo

from .test_applications import add

pytestmark = pytest.mark.django_db
GRADES = reverse("choices:grades")
TODAY = timezone.localdate()
SUBJECTS = ("Art", "Biology", "English", "History", "Maths")


@pytest.fixture
def student(school, group):
    return people.student(school, tutor_group=group, upn="A123456789012")


def send(client, *lines, head="upn,subject,grade"):
    return take_in(client, GRADES, "\n".join([head, *lines]))


def good(grade=6):
    return [f"A123456789012,{subject},{grade}" for subject in SUBJECTS]


def test_good_lines_are_kept_and_bad_ones_told_with_line_and_reason(client_of, student):
    seen, _ = send(
        client_of(Role.CAREERS_LEADER),
        "A123456789012,Maths,6",
        "A123456789012,Art,A*",
        "A123456789012,,5",
        "B000000000000,Maths,5",
        "A123456789012,English,10",
    )
    assert [(one.subject, one.grade) for one in PredictedGrade.objects.all()] == [("Maths", 6)]
    problems = problems_of(seen)
    assert [problem.split(":")[0] for problem in problems] == [
        "Line 3",
        "Line 4",
        "Line 5",
        "Line 6",
    ]
    assert "nobody on the roll has the UPN “B000000000000”" in problems[2]


def test_the_same_file_again_changes_nothing_and_a_corrected_one_corrects(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    for _ in range(2):
        assert send(client, *good())[1].url == GRADES
    assert PredictedGrade.objects.count() == len(SUBJECTS)
    about = f"grades:{student.pk}"
    assert [line.strength for line in standing_about(about)] == [5]
    send(client, "A123456789012,Art,4", "A123456789012,Art,4")
    assert [line.strength for line in standing_about(about)] == [4]
    assert PredictedGrade.objects.count() == len(SUBJECTS)


def test_the_latest_grade_of_a_subject_counts(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    before = (TODAY - dt.timedelta(days=30)).isoformat()
    head = "upn,subject,grade,date,source"
    send(client, f"A123456789012,maths,3,{before},Autumn mocks", head=head)
    send(client, "A123456789012,Maths,7")
    send(client, f"A123456789012,Maths,2,{before},Late", head=head)
    [found] = latest_grades([student.pk])[student.pk]
    assert (found.grade, found.predicted_on) == (7, TODAY)


@pytest.mark.parametrize("data", [b"", b"upn,grade\nA,5", b"\x00\x01\x02"])
def test_what_is_no_such_list_is_refused(data):
    with pytest.raises(UnreadableFile):
        read(data, TODAY)


def test_a_date_to_come_and_a_year_of_two_figures_are_refused():
    lines = f"upn,subject,grade,date\nA,Art,5,{TODAY.year + 1}-01-01\nA,Art,5,03/04/10"
    assert [one.split(":")[0] for one in read(lines.encode(), TODAY).problems] == [
        "Line 2",
        "Line 3",
    ]


def test_another_schools_student_is_nobody(client_of, student):
    far = people.student(people.school(), year_group=11, upn="C123456789012")
    send(client_of(Role.CAREERS_LEADER), "C123456789012,Art,5")
    assert not PredictedGrade.objects.filter(student=far).exists()


def test_more_is_open_is_a_figure_and_a_step_for_staff_and_no_verdict_on_the_student(
    client_of, student, school
):
    add(student, level=2)
    send(client_of(Role.CAREERS_LEADER), *good())
    facts = {row["student_id"]: row for row in bridge.facts_for(school, TODAY).to_pylist()}
    assert facts[student.pk]["could_aim_higher"] is True
    steps = list(signposting.steps_for(student))
    [step] = [step for step in steps if step.rule_id == "more_is_open"]
    assert "level 3" in step.reason
    own = signposting.steps_for(student, own_page=True)
    assert "more_is_open" not in {card.rule for card in student_cards(own, limit=50)}


@pytest.mark.parametrize("role", sorted(Role))
def test_only_a_careers_leader_brings_grades_in(client_of, role):
    status = client_of(role).get(GRADES).status_code
    assert status == (200 if role == Role.CAREERS_LEADER else 403)


def grades():
    return list(PredictedGrade.objects.order_by("pk").values())


def standing(student):
    return [line.strength for line in standing_about(f"grades:{student.pk}")]


def test_nothing_is_kept_before_save_and_what_changes_is_told(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    send(client, "A123456789012,Maths,6", "A123456789012,Art,6")
    before = grades()
    lines = ("A123456789012,Maths,4", "A123456789012,Art,6", "A123456789012,Music,5")
    seen = look(client, GRADES, "\n".join(["upn,subject,grade", *lines]))
    assert grades() == before
    assert dict(seen.context["tiles"]) == {"New": 1, "Changed": 1, "Unchanged": 1, "Left out": 0}
    assert "Grade: 6 → 4" in seen.content.decode()


def test_none_takes_a_grade_out_and_an_empty_cell_changes_nothing(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    before = TODAY - dt.timedelta(days=30)
    head = "upn,subject,grade,date"
    send(client, f"A123456789012,Maths,3,{before}", "A123456789012,Maths,6,", head=head)
    seen, _ = send(client, "A123456789012,maths,,", head=head)
    assert "write “none”" in problems_of(seen)[0]
    send(client, f"A123456789012,maths,none,{TODAY}", head=head)
    assert [one["grade"] for one in grades()] == [3]
    assert standing(student) == [0]
    send(client, "A123456789012,maths,None,", head=head)
    assert not grades()
    assert standing(student) == []
    seen, _ = send(client, "A123456789012,maths,none,", head=head)
    assert problems_of(seen) == ["Line 2: there is no such grade to take out."]


def test_undoing_a_list_of_grades_puts_back_exactly_what_stood_before(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    send(client, *good(), head="upn,subject,grade")
    before = grades()
    send(client, "A123456789012,Art,none", "A123456789012,Maths,2", "A123456789012,Music,9")
    assert standing(student) == [4]
    undo(client, GRADES)
    whole = [{**one, "noted_at": one["noted_at"].replace(microsecond=0)} for one in grades()]
    assert whole == [{**one, "noted_at": one["noted_at"].replace(microsecond=0)} for one in before]
    assert standing(student) == [5]


def test_a_wrong_grade_is_taken_out_by_hand_and_repeating_is_safe(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    send(client, *good())
    page = client.get(reverse("choices:of_student", args=[student.pk]))
    one = PredictedGrade.objects.get(subject="Art")
    address = reverse("choices:remove_grade", args=[student.pk, one.pk])
    assert address in page.content.decode()
    assert "Take out Art: 6" in client.get(address).content.decode()
    assert PredictedGrade.objects.filter(pk=one.pk).exists()
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert not PredictedGrade.objects.filter(pk=one.pk).exists()
    assert standing(student) == [4]
    assert Event.objects.filter(deed="removed", student_id=student.pk).count() == 1


def test_only_a_careers_leader_of_the_school_takes_a_grade_out(client_of, student):
    send(client_of(Role.CAREERS_LEADER), *good())
    one = PredictedGrade.objects.first()
    address = reverse("choices:remove_grade", args=[student.pk, one.pk])
    assert client_of(Role.ADVISER).post(address).status_code == 403
    other = client_of(Role.CAREERS_LEADER, school=people.school())
    assert other.post(address).status_code == 404
    page = client_of(Role.ADVISER).get(reverse("choices:of_student", args=[student.pk]))
    assert "Take it out" not in page.content.decode()
    assert PredictedGrade.objects.filter(pk=one.pk).exists()


def test_erasing_a_student_forgets_their_grades_in_what_undoing_needs(client_of, student, school):
    send(client_of(Role.CAREERS_LEADER), *good())
    assert len(ListImport.objects.get().undo["added"]) == len(SUBJECTS)
    forget_students(school=school, students=[student.pk])
    assert ListImport.objects.get().undo["added"] == []
