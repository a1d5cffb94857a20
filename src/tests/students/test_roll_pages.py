"""The roll import over HTTP: upload, columns, preview, apply, undo, and what is refused."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.students.models import ColumnMapping, RollImport, Student
from fingerpost.students.presenters.imports import section_table
from fingerpost.students.services import roll, waiting_files
from fingerpost.students.services.plan import Leaver
from tests.factories import people
from tests.factories.roll_files import made_students, oneroster_files
from tests.students.roll_tables import row, table

pytestmark = pytest.mark.django_db
UPLOAD = "/roll/import/"


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def csv_file(rows, name="roll.csv"):
    return SimpleUploadedFile(name, table(rows).encode(), content_type="text/csv")


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return SimpleUploadedFile("export.zip", data.getvalue())


def columns_of(client, address, **changes):
    """The columns form as suggested, ready to be sent."""
    form = client.get(address).context["form"]
    sent = {name: field.initial for name, field in form.fields.items()}
    return {**sent, **changes}


def waiting():
    return [path for path in Path(settings.HOME).glob("uploads/*/*") if path.is_file()]


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


def test_a_spreadsheet_goes_from_columns_to_preview_to_roll_and_back(
    leader, django_capture_on_commit_callbacks
):
    answer = leader.post(UPLOAD, {"file": csv_file([row(n) for n in range(4)])})
    one = RollImport.objects.get()
    columns = reverse("students:import_columns", args=[one.pk])
    assert answer["Location"] == columns
    page = leader.get(columns)
    assert b"For example: A0, A1, A2" in page.content
    answer = leader.post(columns, columns_of(leader, columns))
    preview = reverse("students:import", args=[one.pk])
    assert answer["Location"] == preview
    assert b"nothing has been changed yet" in leader.get(preview).content
    assert not Student.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(reverse("students:apply_import", args=[one.pk]))
    assert Student.objects.count() == 4
    assert b"Undo this file" in leader.get(preview).content
    assert not waiting()
    leader.post(reverse("students:undo_import", args=[one.pk]))
    assert not Student.objects.exists()
    assert b"Undone" in leader.get(preview).content


def test_columns_are_remembered_for_the_next_file_with_these_headings(leader):
    leader.post(UPLOAD, {"file": csv_file([row(1)])})
    columns = reverse("students:import_columns", args=[RollImport.objects.get().pk])
    # The school keeps its tutor groups out of the roll: the last choice stands, not the guess.
    leader.post(columns, columns_of(leader, columns, column_6=""))
    assert "tutor_group" not in ColumnMapping.objects.get().mapping
    answer = leader.post(UPLOAD, {"file": csv_file([row(1), row(2)])})
    second = RollImport.objects.first()
    assert answer["Location"] == reverse("students:import", args=[second.pk])
    assert second.plan["joiners"][0]["group"] is None


def test_two_columns_for_one_thing_are_refused_with_a_sentence(leader):
    leader.post(UPLOAD, {"file": csv_file([row(1)])})
    columns = reverse("students:import_columns", args=[RollImport.objects.get().pk])
    answer = leader.post(columns, columns_of(leader, columns, column_6="family_name"))
    assert answer.status_code == 200
    assert "is already “Surname”".encode() in answer.content


def test_a_oneroster_zip_needs_no_columns(leader, school):
    school.urn = "999999"
    school.save()
    files = oneroster_files(made_students(12))
    answer = leader.post(UPLOAD, {"file": zipped(files)})
    one = RollImport.objects.get()
    assert answer["Location"] == reverse("students:import", args=[one.pk])
    leader.post(reverse("students:apply_import", args=[one.pk]))
    assert Student.objects.count() == 12
    assert Student.objects.filter(tutor_group__isnull=False).count() == 12


def test_the_preview_lists_rejected_rows_and_offers_them_as_csv(leader):
    rows = [row(1), row(2, Date_of_birth="31/02/2012"), row(3, Surname="=cmd()")]
    leader.post(UPLOAD, {"file": csv_file(rows)})
    one = RollImport.objects.get()
    columns = reverse("students:import_columns", args=[one.pk])
    leader.post(columns, columns_of(leader, columns))
    page = leader.get(reverse("students:import", args=[one.pk])).content.decode()
    assert "row 3" in page
    assert "Date of birth" in page
    assert "is not a day in the calendar" in page
    sheet = leader.get(reverse("students:rejected_rows", args=[one.pk]))
    assert sheet["Content-Type"].startswith("text/csv")
    assert "31/02/2012" in sheet.content.decode("utf-8-sig")
    assert not [
        line for line in sheet.content.decode("utf-8-sig").splitlines() if line[0] in "=+-@"
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.csv", b"", "is empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old kind of Excel"),
        ("broken.zip", b"PK\x03\x04" + b"garbage" * 40, "damaged"),
        ("list.pdf", b"%PDF-1.7 etc", "PDF"),
        ("noise.csv", b"\0\1\2\3" * 80, "not a text file"),
        ("half.csv", b'Forename,Surname\n"Made,Up\n', "quotation marks"),
        ("bad.xml", b"<?xml version='1.0'?><CTfile><Header>", "bad.xml"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(leader, name, data, sentence):
    answer = leader.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert b"There is a problem" in answer.content
    assert not RollImport.objects.exists()
    assert not waiting()


def test_a_zip_bomb_is_refused(leader):
    bomb = zipped({"users.csv": "0" * 40_000_000})
    answer = leader.post(UPLOAD, {"file": bomb})
    assert b"unpacks to more than" in answer.content
    assert not RollImport.objects.exists()


def test_a_file_over_the_limit_is_dropped_while_it_arrives(leader):
    huge = SimpleUploadedFile("huge.csv", b"x" * (waiting_files.LARGEST + 70_000))
    answer = leader.post(UPLOAD, {"file": huge})
    assert answer.status_code == 200
    assert waiting_files.TOO_LARGE in answer.content.decode()
    assert not waiting()


def test_an_upload_without_its_token_is_refused(school):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.person_with(Role.ADMINISTRATOR, school=school))
    assert client.post(UPLOAD, {"file": csv_file([row(1)])}).status_code == 403
    assert not RollImport.objects.exists()


def test_no_file_asks_for_one(leader):
    assert b"Choose a file." in leader.post(UPLOAD, {}).content


def _apply(client, rows, **data):
    client.post(UPLOAD, {"file": csv_file(rows)})
    one = RollImport.objects.first()
    if one.state == "columns":
        columns = reverse("students:import_columns", args=[one.pk])
        client.post(columns, columns_of(client, columns))
    return one, client.post(reverse("students:apply_import", args=[one.pk]), data)


def test_many_leavers_must_be_confirmed_on_the_page(leader):
    _apply(leader, [row(n) for n in range(10)])
    one, answer = _apply(leader, [row(n) for n in range(3)])
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "7 of 10 students would leave" in page
    assert "Yes, 7 of 10 students have left the school" in page
    assert not Student.objects.filter(left_on__isnull=False).exists()
    leader.post(reverse("students:apply_import", args=[one.pk]), {"leavers_confirmed": "yes"})
    assert Student.objects.filter(left_on__isnull=False).count() == 7


def test_a_preview_is_worked_out_again_when_the_roll_changed_meanwhile(leader, school):
    leader.post(UPLOAD, {"file": csv_file([row(1), row(2)])})
    one = RollImport.objects.get()
    columns = reverse("students:import_columns", args=[one.pk])
    leader.post(columns, columns_of(leader, columns))
    first = people.student(school, source_id="A1", year_group=9)
    roll.roll_changed(school.pk)
    answer = leader.post(reverse("students:apply_import", args=[one.pk]), follow=True)
    assert b"has been worked out again" in answer.content
    assert Student.objects.count() == 1
    one.refresh_from_db()
    assert [change["student"] for change in one.plan["changes"]] == [first.pk]
    leader.post(reverse("students:apply_import", args=[one.pk]))
    assert Student.objects.count() == 2


def test_the_same_file_again_says_that_there_is_nothing_to_change(leader):
    _apply(leader, [row(1)])
    leader.post(UPLOAD, {"file": csv_file([row(1)])})
    one = RollImport.objects.first()
    page = leader.get(reverse("students:import", args=[one.pk]))
    assert b"already agrees with this file" in page.content


def test_throwing_a_file_away_deletes_it(leader, django_capture_on_commit_callbacks):
    leader.post(UPLOAD, {"file": csv_file([row(1)])})
    one = RollImport.objects.get()
    assert len(waiting()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        leader.post(reverse("students:discard_import", args=[one.pk]))
    assert not waiting()
    assert RollImport.objects.get().state == "discarded"


def test_another_schools_import_does_not_exist_for_me(leader):
    theirs = RollImport.objects.create(
        school=people.school(), file_name="theirs.csv", file_digest="0", state="applied"
    )
    for name in ("import", "import_columns", "undo_import", "rejected_rows"):
        assert leader.get(reverse(f"students:{name}", args=[theirs.pk])).status_code == 404
    for name in ("apply_import", "discard_import", "undo_import"):
        assert leader.post(reverse(f"students:{name}", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ADVISER, Role.STUDENT, Role.GOVERNOR])
def test_only_those_who_keep_the_roll_may_load_one(client_of, role):
    client = client_of(role)
    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"file": csv_file([row(1)])}).status_code == 403
    assert not RollImport.objects.exists()


def test_the_history_takes_as_many_queries_for_many_files_as_for_few(
    leader, school, django_assert_max_num_queries
):
    for number in range(15):
        RollImport.objects.create(
            school=school,
            file_name=f"{number}.csv",
            file_digest="0",
            state="applied",
            made_by=leader.person,
            applied_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
    with django_assert_max_num_queries(12):
        assert leader.get("/roll/import/history/").status_code == 200


def test_the_preview_writes_days_as_people_do():
    gone = section_table("leavers", [Leaver(1, "2026-11-04", named=True)], {})
    [row] = gone.rows
    assert "4 November 2026" in row.cells
