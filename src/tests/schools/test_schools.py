"""Schools: the national list, joining, choosing, and what an administrator sets."""

import datetime as dt
import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.middleware import SCHOOL_KEY
from fingerpost.accounts.models import RoleHolding
from fingerpost.audit.models import Event
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.schools.models import AcademicYear, Establishment, Period, Room, School, Term
from fingerpost.schools.selectors import current_academic_year, search_establishments
from fingerpost.schools.services.errors import AlreadyHere, SchoolRefusal
from fingerpost.schools.services.establishments import import_establishments
from fingerpost.schools.services.joining import add_school
from tests.factories import people

pytestmark = pytest.mark.django_db

HEADINGS = (
    "URN,LA (code),LA (name),EstablishmentName,EstablishmentNumber,EstablishmentStatus (name),"
    "PhaseOfEducation (name),TypeOfEstablishment (name),StatutoryLowAge,StatutoryHighAge,"
    "OfficialSixthForm (name),Town,Postcode,Easting,Northing"
)


def listed(urn, name="Made Academy", sixth="Has a sixth form", status="Open"):
    return (
        f"{urn},380,Bradford,{name},4027,{status},Secondary,Academy converter,11,18,{sixth},"
        "Bradford,BD7 1AA,415000,432000"
    )


@pytest.fixture
def national_list(tmp_path):
    """`national_list(lines)`: a file of the national list with these lines."""

    def write(*lines):
        path = tmp_path / "edubasealldata.csv"
        path.write_text("\n".join([HEADINGS, *lines]), encoding="cp1252")
        return path

    return write


@pytest.fixture
def runner(settings, tmp_path):
    """A client signed in as whoever runs the installation."""
    settings.HOME = tmp_path
    client = Client()
    client.person = people.person(runs_installation=True)
    TOTP.activate(client.person, generate_totp_secret())
    client.force_login(client.person)
    return client


# --- the national list --------------------------------------------------------------------------


def test_the_list_is_loaded_with_what_a_school_needs(national_list):
    done = import_establishments(path=national_list(listed(100001), listed(100002)), by=None)
    assert (done.loaded, done.added) == (2, 2)
    one = Establishment.objects.get(urn="100001")
    assert (one.local_authority_code, one.establishment_number) == ("380", "4027")
    assert (one.lowest_age, one.highest_age, one.has_sixth_form) == (11, 18, True)


def test_a_newer_list_brings_schools_up_to_date_without_doubling_them(national_list):
    import_establishments(path=national_list(listed(100001)), by=None)
    key = Establishment.objects.get().pk
    done = import_establishments(
        path=national_list(listed(100001, "New Name"), listed(100002)), by=None
    )
    assert (done.loaded, done.added) == (2, 1)
    assert Establishment.objects.get(urn="100001").name == "New Name"
    assert Establishment.objects.get(urn="100001").pk == key


def test_a_bad_row_of_the_list_is_left_out_and_told(national_list):
    done = import_establishments(path=national_list(listed("12"), listed(100002)), by=None)
    assert done.loaded == 1
    assert [problem.row for problem in done.rejected] == [2]


def test_a_file_that_is_no_list_changes_nothing(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="URN"):
        import_establishments(path=path, by=None)
    assert not Establishment.objects.exists()


def test_progress_is_told_after_every_batch(national_list):
    told = []
    path = national_list(*(listed(100000 + n) for n in range(1100)))
    import_establishments(path=path, by=None, progress=told.append)
    assert told == [500, 1000, 1100]


def test_the_command_loads_the_list_and_says_so(national_list):
    out = io.StringIO()
    call_command("import_schools", str(national_list(listed(100001))), stdout=out)
    assert "1 schools loaded, 1 of them new" in out.getvalue()
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_schools", "nowhere.csv")


def test_schools_are_found_by_urn_and_by_words_of_name_and_town(national_list):
    path = national_list(listed(100001, "Hill Academy"), listed(100002, "Valley School"))
    import_establishments(path=path, by=None)
    assert [one.urn for one in search_establishments("100002")] == ["100002"]
    assert [one.urn for one in search_establishments("hill bradford")] == ["100001"]
    assert not search_establishments("hill leeds")


def test_the_list_is_loaded_over_http_and_the_upload_not_kept(runner, national_list, tmp_path):
    data = national_list(listed(100001)).read_bytes()
    answer = runner.post(
        "/schools/national-list/", {"file": SimpleUploadedFile("list.csv", data)}, follow=True
    )
    assert "1 school loaded" in answer.content.decode()
    assert not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("sent", "said"),
    [("staff list.csv", "staff_list.csv"), ("é" * 150 + ".csv", "é" * 56 + ".csv")],
)
def test_a_file_that_is_no_list_is_refused_by_its_own_name(runner, sent, said):
    answer = runner.post("/schools/national-list/", {"file": SimpleUploadedFile(sent, b"a,b\n")})
    assert f"{said} has no column URN" in answer.content.decode()


# --- adding a school ----------------------------------------------------------------------------


def test_whoever_adds_a_school_becomes_its_administrator_and_careers_leader(runner, national_list):
    import_establishments(path=national_list(listed(100001)), by=None)
    page = runner.get("/schools/add/?q=made")
    address = reverse("schools:add_listed", args=["100001"])
    assert address in page.content.decode()
    runner.post(address, {"urn": "100001", "name": "Made Academy"})
    school = School.objects.get()
    assert (school.local_authority_code, school.has_sixth_form) == ("380", True)
    roles = RoleHolding.objects.filter(person=runner.person, school=school)
    assert {holding.role for holding in roles} == {Role.ADMINISTRATOR, Role.CAREERS_LEADER}
    assert runner.session[SCHOOL_KEY] == school.pk
    assert Event.objects.filter(deed="added", subject_type="schools.school").count() == 1
    assert AcademicYear.objects.filter(school=school).count() == 1


def test_a_school_is_added_once(runner):
    add_school(urn="100001", name="Made", by=None)
    with pytest.raises(AlreadyHere):
        add_school(urn="100001", name="Made", by=None)
    answer = runner.post("/schools/add/by-hand/", {"urn": "100001", "name": "Made"})
    assert b"is here already" in answer.content
    assert School.objects.count() == 1


def test_a_wrong_urn_and_an_unknown_name_are_said_so(db):
    with pytest.raises(SchoolRefusal, match="six digits"):
        add_school(urn="12", name="Made", by=None)
    with pytest.raises(SchoolRefusal, match="give its name too"):
        add_school(urn="100001", by=None)


def test_only_who_runs_the_installation_may_add_a_school(client_of):
    client = client_of(Role.ADMINISTRATOR)
    for address in ("/schools/add/", "/schools/add/by-hand/", "/schools/national-list/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"urn": "100001", "name": "Made"}).status_code == 403
    assert School.objects.count() == 1


def test_the_command_adds_a_school_without_giving_anyone_a_role():
    out = io.StringIO()
    call_command("add_school", "100001", "--name", "Made School", stdout=out)
    assert School.objects.get().name == "Made School"
    assert not RoleHolding.objects.exists()
    assert "add-person" in out.getvalue()
    with pytest.raises(CommandError, match="is here already"):
        call_command("add_school", "100001", "--name", "Made School")


# --- choosing -----------------------------------------------------------------------------------


def test_a_person_of_two_schools_chooses_which_to_act_at(school):
    person = people.person_with(Role.ADVISER, school=school)
    second, foreign = people.school(), people.school()
    people.holding(person, second, Role.ADVISER)
    client = Client()
    client.force_login(person)
    page = client.get("/schools/choose/").content.decode()
    assert second.name in page
    assert foreign.name not in page
    client.post("/schools/choose/", {"school": second.pk})
    assert client.session[SCHOOL_KEY] == second.pk
    client.post("/schools/choose/", {"school": foreign.pk})
    assert client.session[SCHOOL_KEY] == second.pk


# --- settings -----------------------------------------------------------------------------------


def test_settings_are_changed_by_the_administrator_and_audited(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/schools/settings/general/", {"name": "New Name"})
    school.refresh_from_db()
    assert (school.name, school.has_sixth_form) == ("New Name", False)
    assert school.roll_revision == 1
    assert sorted(Event.objects.get(deed="changed").details["fields"]) == ["has_sixth_form", "name"]
    assert client.get("/schools/settings/").status_code == 200


@pytest.mark.parametrize("role", [Role.CAREERS_LEADER, Role.TUTOR, Role.STUDENT])
def test_settings_are_not_for_others(client_of, role):
    client = client_of(role)
    for page in ("", "general/", "years/", "periods/", "rooms/"):
        assert client.get(f"/schools/settings/{page}").status_code == 403


def test_a_year_and_its_terms_are_kept(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    data = {"name": "2026-2027", "starts_on": "2026-09-03", "ends_on": "2027-07-21"}
    client.post("/schools/settings/years/", data)
    year = AcademicYear.objects.get()
    assert year.name == "2026/27"
    answer = client.post("/schools/settings/years/", data)
    assert b"of that name already" in answer.content
    add = reverse("schools:add_term", args=[year.pk])
    term = {"name": "Autumn", "starts_on": "2026-09-03", "ends_on": "2026-12-18"}
    client.post(add, term)
    answer = client.post(add, {**term, "name": "Too early", "starts_on": "2026-08-01"})
    assert b"must lie inside the year" in answer.content
    kept = Term.objects.get()
    client.post(reverse("schools:change_term", args=[kept.pk]), {**term, "name": "Autumn term"})
    assert "Autumn term" in client.get("/schools/settings/years/").content.decode()
    client.post(reverse("schools:remove_term", args=[kept.pk]))
    assert not Term.objects.exists()


def test_another_schools_year_room_and_period_do_not_exist(client_of):
    other = people.school()
    day = dt.date(2026, 9, 1)
    year = AcademicYear.objects.create(
        school=other, name="2026/27", starts_on=day, ends_on=dt.date(2027, 7, 1)
    )
    room = people.room(other)
    period = Period.objects.create(
        school=other, name="1", weekday=1, starts_at=dt.time(9), ends_at=dt.time(10)
    )
    client = client_of(Role.ADMINISTRATOR)
    for name, record in [
        ("change_year", year),
        ("add_term", year),
        ("change_room", room),
        ("remove_room", room),
        ("remove_period", period),
    ]:
        address = reverse(f"schools:{name}", args=[record.pk])
        assert client.post(address).status_code == 404


def test_a_whole_week_is_added_at_once_and_may_be_sent_again(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    data = {"weekdays": ["1", "2", "3", "4", "5"], "pattern": "P1 08:50-09:50\nP2, 9.50 to 10.50\n"}
    client.post("/schools/settings/periods/", data)
    assert Period.objects.count() == 10
    assert Period.objects.filter(name="P2", starts_at=dt.time(9, 50)).count() == 5
    answer = client.post("/schools/settings/periods/", data, follow=True)
    assert "0 periods added, 0 changed" in answer.content.decode()
    client.post("/schools/settings/periods/", {"weekdays": ["5"], "pattern": "P1 08:30-09:30"})
    assert Period.objects.get(weekday=5, name="P1").starts_at == dt.time(8, 30)
    assert Period.objects.count() == 10


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("P1 08:50-09:50\nlunch", "Line 2 is not a period"),
        ("P1 10:00-09:00", "Line 1: the period ends before it starts"),
        ("P1 25:00-26:00", "25:00 is not a time of day"),
        ("P1 09:00-10:00\nP2 09:30-10:30", "overlap on the same day"),
    ],
)
def test_a_wrong_week_is_refused_with_a_sentence_and_not_half_kept(client_of, pattern, sentence):
    client = client_of(Role.ADMINISTRATOR)
    answer = client.post("/schools/settings/periods/", {"weekdays": ["1"], "pattern": pattern})
    assert sentence in answer.content.decode()
    assert not Period.objects.exists()


def test_rooms_are_kept_with_their_mark(client_of, school):
    client = client_of(Role.ADMINISTRATOR)
    client.post("/schools/settings/rooms/", {"name": "Careers office", "is_confidential": "on"})
    room = Room.objects.get()
    assert room.is_confidential
    client.post(reverse("schools:change_room", args=[room.pk]), {"name": "Office"})
    room.refresh_from_db()
    assert (room.name, room.is_confidential) == ("Office", False)
    client.post(reverse("schools:remove_room", args=[room.pk]))
    assert not Room.objects.exists()


def test_the_current_year_is_the_next_one_in_the_holidays(school):
    def year(start):
        return AcademicYear.objects.create(
            school=school,
            name=f"{start}/{start % 100 + 1}",
            starts_on=dt.date(start, 9, 3),
            ends_on=dt.date(start + 1, 7, 20),
        )

    first, second = year(2025), year(2026)
    assert current_academic_year(school, dt.date(2026, 5, 1)) == first
    assert current_academic_year(school, dt.date(2026, 8, 1)) == second
    assert current_academic_year(school, dt.date(2030, 1, 1)) == second
    assert current_academic_year(people.school(), dt.date(2026, 5, 1)) is None
