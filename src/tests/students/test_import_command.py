"""`fingerpost import-roll`: the same pipeline from the command line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from fingerpost.students.models import RollImport, Student
from tests.factories.roll_files import made_students, oneroster_files, write_folder
from tests.students.roll_tables import row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(school, tmp_path):
    """`run(rows, *options)`: what the command prints for these rows as a CSV file."""

    def command(rows, *options):
        path = tmp_path / "roll.csv"
        path.write_text(table(rows), encoding="utf-8")
        out = io.StringIO()
        call_command("import_roll", str(path), "--school", school.urn, *options, stdout=out)
        return out.getvalue()

    return command


def test_a_check_tells_and_changes_nothing(run):
    said = run([row(1), row(2, Date_of_birth="soon")], "--check")
    assert "1 joiners" in said
    assert "Rejected: row 3, Date of birth:" in said
    assert "nothing was changed" in said
    assert not Student.objects.exists()
    assert RollImport.objects.get().state == "discarded"


def test_a_roll_is_applied_and_the_same_file_again_changes_nothing(run):
    assert "Applied" in run([row(1), row(2)])
    assert Student.objects.count() == 2
    assert "already agrees" in run([row(1), row(2)])
    assert RollImport.objects.filter(state="applied").count() == 1


def test_many_leavers_end_with_code_3_until_they_are_confirmed(run):
    run([row(n) for n in range(10)])
    with pytest.raises(CommandError, match="8 of 10") as refusal:
        run([row(0), row(1)])
    assert refusal.value.returncode == 3
    assert not Student.objects.filter(left_on__isnull=False).exists()
    run([row(0), row(1)], "--leavers-confirmed")
    assert Student.objects.filter(left_on__isnull=False).count() == 8


def test_an_unreadable_file_ends_with_code_1(school, tmp_path):
    path = tmp_path / "roll.csv"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match="empty") as refusal:
        call_command("import_roll", str(path), "--school", school.urn)
    assert refusal.value.returncode == 1


def test_an_unknown_school_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No school with URN 123456"):
        call_command("import_roll", str(tmp_path), "--school", "123456")


def test_a_oneroster_folder_is_read(school, tmp_path):
    school.urn = "999999"
    school.save()
    folder = write_folder(tmp_path / "export", oneroster_files(made_students(10)))
    call_command("import_roll", str(folder), "--school", school.urn, stdout=io.StringIO())
    assert Student.objects.count() == 10


def test_columns_may_be_given_in_a_file(run, tmp_path):
    columns = tmp_path / "columns.json"
    mapping = {"given_name": "Forename", "family_name": "Surname", "upn": "UPN"}
    columns.write_text(json.dumps({**mapping, "year_group": "Year group"}), encoding="utf-8")
    run([row(1)], "--columns", str(columns))
    student = Student.objects.get()
    assert (student.source_id, student.born_on) == ("", None)
