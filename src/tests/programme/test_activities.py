"""Activities: planned, changed with their sessions, copied, archived; for whom they are."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import viewer_for
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event
from fingerpost.common.academic_year import AcademicYear
from fingerpost.programme import bridge
from fingerpost.programme.models import Activity
from fingerpost.programme.selectors.audience import Audience
from fingerpost.programme.services import activities as services
from fingerpost.programme.services.recording import NotForGroups
from tests.factories import people, programme

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
MET_AN_EMPLOYER = "gatsby_5_employers"


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def sent(**changed):
    return {
        "kind": "employer_talk",
        "title": "At sea",
        "academic_year_start": "2026",
        "channel": "in_person",
        "side": "not_counted",
        "form_key": str(uuid.uuid4()),
        **changed,
    }


def test_an_activity_sent_twice_is_planned_once(leader, school):
    data = sent(years=["9", "10"], outcomes="Name a job\n\n Say why ", pence_a_session="£1,250.50")
    people.student(school, year_group=9)
    people.student(school, year_group=10)
    first = leader.post(reverse("programme:activity_add"), data)
    second = leader.post(reverse("programme:activity_add"), data)
    assert first.url == second.url
    made = Activity.objects.get()
    assert made.outcomes == ["Name a job", "Say why"]
    assert made.audience == {"years": [9, 10]}
    assert made.pence_a_session == 125_050
    assert Event.objects.filter(deed=Deed.ADDED, subject_id=str(made.pk)).count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "What will students do?"),
        ({"kind": "guidance_interview"}, "Select a valid choice"),
        ({"kind": "subject_lesson"}, "which subject"),
        ({"pence_a_session": "ten"}, "Enter a number"),
        ({"pence_a_session": "-1"}, "greater than or equal to 0"),
        ({"risks_assessed_on": "2999-01-01"}, "still to come"),
    ],
)
def test_what_is_wrong_with_an_activity_is_said(leader, changed, sentence):
    page = leader.post(reverse("programme:activity_add"), sent(**changed))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Activity.objects.exists()


def test_a_budget_line_of_another_year_is_refused(leader, school):
    line = programme.budget_line(school, year=programme.academic_year(school, 2027))
    page = leader.post(reverse("programme:activity_add"), sent(budget_line=line.pk))
    assert "2027/28" in page.content.decode()
    assert not Activity.objects.exists()


def test_a_kind_that_no_group_can_have_is_refused(school):
    with pytest.raises(NotForGroups):
        programme.activity(school, kind="guidance_interview")


def test_planned_sessions_that_said_the_same_follow_a_change(school):
    activity = programme.activity(school, title="At sea", organisation="Harbour Freight")
    same = programme.planned(school, activity_of=activity)
    own = programme.planned(school, activity_of=activity, title="At sea, with tea")
    held = programme.session(school, [people.student(school)], title="At sea")
    type(held).objects.filter(pk=held.pk).update(activity=activity)
    details = programme.activity_details(title="On land", organisation="Valley Buses")
    services.change_activity(activity=activity, details=details, by=None)
    for session in (same, own, held):
        session.refresh_from_db()
    assert (same.title, same.organisation) == ("On land", "Valley Buses")
    assert (own.title, own.organisation) == ("At sea, with tea", "Valley Buses")
    assert (held.title, held.organisation) == ("At sea", "")


def test_a_change_that_changes_nothing_leaves_no_trace(school):
    activity = programme.activity(school)
    before = Event.objects.count()
    services.change_activity(activity=activity, details=programme.activity_details(), by=None)
    assert Event.objects.count() == before


def test_a_copy_for_the_next_year_is_paid_from_the_line_of_the_same_name(leader, school):
    line = programme.budget_line(school, name="Transport")
    other = programme.budget_line(
        school, name="Transport", year=programme.academic_year(school, 2027)
    )
    activity = programme.activity(
        school,
        budget_line=line,
        needs_risk_assessment=True,
        risks="Coach",
        risks_assessed_on=dt.date(2026, 9, 9),
    )
    programme.planned(school, activity_of=activity)
    key = str(uuid.uuid4())
    data = {"year": "2027", "form_key": key}
    address = reverse("programme:activity_copy", args=[activity.pk])
    assert leader.post(address, data).url == leader.post(address, data).url
    copied = Activity.objects.get(form_key=key)
    assert (copied.academic_year, copied.budget_line) == (AcademicYear(2027), other)
    assert copied.risks == "Coach"
    assert copied.lacks_risk_assessment
    assert not copied.sessions.exists()


def test_an_archived_activity_is_out_of_the_list_until_it_is_brought_back(leader, school):
    activity = programme.activity(school)
    listed = reverse("programme:activities")
    leader.post(reverse("programme:activity_archive", args=[activity.pk]))
    assert not leader.get(listed).context["page_of"].paginator.count
    assert list(leader.get(listed, {"archived": "on"}).context["page_of"]) == [activity]
    page = leader.get(reverse("programme:activity", args=[activity.pk]))
    assert "Undo: bring it back" in page.content.decode()
    leader.post(reverse("programme:activity_bring_out", args=[activity.pk]))
    assert list(leader.get(listed).context["page_of"]) == [activity]


def test_a_missing_risk_assessment_is_warned_of_until_it_is_there(leader, school):
    activity = programme.activity(school, needs_risk_assessment=True)
    session = programme.planned(school, activity_of=activity)
    pages = [
        reverse("programme:activity", args=[activity.pk]),
        reverse("programme:session", args=[session.pk]),
    ]
    assert all("not been assessed" in leader.get(one).content.decode() for one in pages)
    details = programme.activity_details(
        needs_risk_assessment=True, risks="Coach", risks_assessed_on=TODAY
    )
    services.change_activity(activity=activity, details=details, by=None)
    assert not any("not been assessed" in leader.get(one).content.decode() for one in pages)


# For whom ------------------------------------------------------------------------------------


@pytest.fixture
def viewer(school):
    return viewer_for(people.person_with(Role.CAREERS_LEADER, school=school), school.pk)


def test_an_audience_is_the_students_of_its_years_or_groups_on_the_roll(school, viewer):
    group = people.tutor_group(school, "11A", 11)
    nine = people.student(school, year_group=9)
    eleven = people.student(school, tutor_group=group)
    people.student(school, year_group=10)
    people.student(school, year_group=9, left_on=timezone.localdate())
    found = bridge.students_for(viewer, Audience((9,), (group.pk,)), timezone.localdate())
    assert {student.pk for student in found} == {nine.pk, eleven.pk}
    everybody = bridge.students_for(viewer, Audience(), timezone.localdate())
    assert len(everybody) == 3


def test_an_audience_by_a_measure_shrinks_as_students_get_what_they_missed(school, viewer):
    first, second = people.student(school), people.student(school)
    missing = Audience(measure=MET_AN_EMPLOYER)
    today = timezone.localdate()
    assert len(bridge.students_for(viewer, missing, today)) == 2
    programme.session(
        school, [first], kind="employer_talk", organisation="Harbour Freight", on=today
    )
    assert bridge.students_for(viewer, missing, today) == [second]
    met = Audience(measure=MET_AN_EMPLOYER, side="counted")
    assert bridge.students_for(viewer, met, today) == [first]
    assert bridge.is_for(first, met, today)
    assert not bridge.is_for(first, missing, today)


def test_an_audience_of_a_measure_that_is_gone_is_nobody(school, viewer):
    student = people.student(school)
    gone = Audience(measure="no_such_measure")
    assert bridge.students_for(viewer, gone, timezone.localdate()) == []
    assert not bridge.is_for(student, gone, timezone.localdate())


def test_the_count_on_the_page_opens_the_list_it_counted(leader, school):
    for _ in range(3):
        people.student(school, year_group=9)
    activity = programme.activity(school, years=[9])
    page = leader.get(reverse("programme:activity", args=[activity.pk]))
    assert page.context["audience_number"] == 3
    listed = leader.get(reverse("programme:audience", args=[activity.pk]))
    assert listed.context["total"] == 3
    assert Event.objects.filter(deed=Deed.LOOKED, details__students=3).exists()


def test_a_tutor_sees_only_their_own_of_the_students_it_is_for(client_of, school):
    group = people.tutor_group(school, "9A", 9)
    mine = people.student(school, tutor_group=group)
    people.student(school, year_group=9, given_name="Hidden", family_name="Elsewhere")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    activity = programme.activity(school, years=[9])
    page = tutor.get(reverse("programme:audience", args=[activity.pk]))
    assert page.context["total"] == 1
    words = page.content.decode()
    assert mine.name in words
    assert "Hidden Elsewhere" not in words


@pytest.mark.parametrize(
    "role", [Role.TUTOR, Role.ADVISER, Role.SENCO, Role.SENIOR_LEADER, Role.GOVERNOR]
)
def test_only_the_careers_leader_plans(client_of, school, role):
    someone = client_of(role)
    activity = programme.activity(school)
    assert someone.get(reverse("programme:activity_add")).status_code == 403
    for name in ("activity_change", "activity_copy", "plan"):
        assert someone.get(reverse(f"programme:{name}", args=[activity.pk])).status_code == 403


@pytest.mark.parametrize("name", ["activity", "audience", "activity_change", "plan"])
def test_an_activity_of_another_school_is_not_found(leader, name):
    far = programme.activity(people.school())
    assert leader.get(reverse(f"programme:{name}", args=[far.pk])).status_code == 404


def test_the_file_has_a_row_for_each_session_and_no_formulas(leader, school):
    activity = programme.activity(school, title="=1+1", organisation="Harbour", years=[9])
    programme.planned(school, activity_of=activity, starts_at=dt.time(9), ends_at=dt.time(10))
    programme.planned(school, activity_of=activity, pence=1250)
    programme.activity(school, title="Without a session")
    answer = leader.get(reverse("programme:activities"), {"format": "csv"})
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Activity"] for row in told] == ["'=1+1", "'=1+1", "Without a session"]
    assert {row["Cost in pounds"] for row in told} == {"", "12.5"}
    assert told[0]["For"] == "Year 9"
    assert Event.objects.filter(deed=Deed.EXPORTED).count() == 1


def test_the_spreadsheet_can_be_read_again(leader, school):
    import python_calamine

    session = programme.planned(school, starts_at=dt.time(9), ends_at=dt.time(10))
    answer = leader.get(reverse("programme:activities"), {"format": "xlsx"})
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    head, row = book.get_sheet_by_index(0).to_python()
    told = dict(zip(head, row, strict=True))
    assert (told["Activity"], told["State"]) == ("At sea", "Planned")
    assert told["Day"] == session.on
