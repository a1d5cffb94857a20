import dataclasses
import re

import pytest

from tests.factories.roll_files import MADE_SCHOOL_URN, oneroster_files, write_folder, write_zip


def as_made(record, one):
    """What a record says of a made student, beside what was made."""
    return (
        (record.upn, record.uln, record.given_name, record.family_name, record.sex),
        (record.born_on, record.year_group, record.tutor_group, record.email),
    ) == (
        (one.upn, one.uln, one.given_name, one.family_name, one.sex),
        (one.born_on, one.year_group, one.tutor_group, one.email),
    )


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("packing", ["folder", "zip", "zip with a folder"])
def test_every_student_of_an_export_is_read_as_made(tmp_path, students, read, version, packing):
    files = oneroster_files(students, version)
    if packing == "folder":
        path = write_folder(tmp_path / "export", files)
    else:
        path = write_zip(tmp_path / "e.zip", files, "out/" if "folder" in packing else "")
    roll = read(path)
    assert (roll.format, roll.version, roll.mode) == ("oneroster", version, "bulk")
    assert roll.school_urn == MADE_SCHOOL_URN
    assert roll.rejected == ()
    assert roll.notes == ()
    assert len(roll.records) == len(students)
    for record, one in zip(roll.records, students, strict=True):
        assert as_made(record, one)
        assert record.source_id == one.sourced_id
        assert record.status == "active"
        assert record.school_urn == MADE_SCHOOL_URN
        assert record.characteristics["sen_provision"] == one.sen_provision
        assert record.characteristics["free_school_meals"] is one.free_school_meals
        assert record.characteristics["eal"] is (one.first_language != "ENG")
        assert record.characteristics["postcode_district"] == one.postcode.split()[0]
        assert record.characteristics["attendance"] == one.attendance
        assert "postcode" not in record.characteristics


def test_both_versions_of_the_same_school_give_the_same_students(tmp_path, students, read):
    first = read(write_folder(tmp_path / "a", oneroster_files(students, "1.1"))).records
    second = read(write_folder(tmp_path / "b", oneroster_files(students, "1.2"))).records
    assert [dataclasses.replace(r, joined_on=None) for r in second] == list(first)


def test_staff_and_parents_are_not_students(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    assert files["users.csv"].count("teacher") > 1
    assert files["users.csv"].count("parent") > 1
    assert len(read(write_folder(tmp_path / "e", files)).records) == len(students)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_file_of_changes_marks_the_students_who_have_gone(tmp_path, students, read, version):
    gone = students[3].sourced_id
    roll = read(
        write_folder(
            tmp_path / "e", oneroster_files(students[:10], version, mode="delta", gone=[gone])
        )
    )
    assert roll.mode == "delta"
    assert [record.source_id for record in roll.records if record.status == "left"] == [gone]
    assert len(roll.records) == 10


def test_a_row_of_changes_that_does_not_say_which_is_rejected(tmp_path, students, read):
    files = oneroster_files(students[:3], "1.1", mode="delta")
    files["users.csv"] = files["users.csv"].replace("made-000002,active", "made-000002,")
    roll = read(write_folder(tmp_path / "e", files))
    assert [(problem.row, problem.column) for problem in roll.rejected] == [(3, "status")]
    assert len(roll.records) == 2


def test_a_role_that_ended_counts_in_a_file_of_changes_without_the_user(tmp_path, students, read):
    files = oneroster_files(students[:4], "1.2", mode="delta", gone=[students[1].sourced_id])
    kept = [line for line in files["users.csv"].splitlines() if "made-000002" not in line]
    files["users.csv"] = "\r\n".join(kept)
    roll = read(write_folder(tmp_path / "e", files))
    left = [record for record in roll.records if record.status == "left"]
    assert [record.source_id for record in left] == ["made-000002"]
    assert left[0].place.startswith("roles.csv")
    assert any("changed tutor group" in note for note in roll.notes)


def test_a_file_that_the_manifest_calls_absent_is_not_read(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    files["manifest.csv"] = files["manifest.csv"].replace(
        "file.demographics,bulk", "file.demographics,absent"
    )
    roll = read(write_folder(tmp_path / "e", files))
    assert all(record.born_on is None for record in roll.records)
    assert any("demographics.csv was not read" in note for note in roll.notes)


def test_an_export_whose_users_are_absent_is_refused(tmp_path, students, refusal):
    files = oneroster_files(students, "1.1")
    files["manifest.csv"] = files["manifest.csv"].replace("file.users,bulk", "file.users,absent")
    assert "no users.csv" in refusal(write_folder(tmp_path / "e", files))


def test_an_export_without_a_manifest_is_read_as_a_full_list_of_its_own_version(
    tmp_path, students, read
):
    for version in ("1.1", "1.2"):
        files = oneroster_files(students, version)
        del files["manifest.csv"]
        roll = read(write_folder(tmp_path / version, files))
        assert (roll.version, roll.mode) == (version, "bulk")
        assert len(roll.records) == len(students)
        assert any("no manifest.csv" in note for note in roll.notes)


def test_a_named_file_that_is_missing_is_noted_and_the_rest_is_read(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    del files["enrollments.csv"]
    roll = read(write_folder(tmp_path / "e", files))
    assert len(roll.records) == len(students)
    assert all(record.tutor_group is None for record in roll.records)
    assert any("enrollments.csv, but it is missing" in note for note in roll.notes)


def test_a_version_we_do_not_know_is_refused(tmp_path, students, refusal):
    files = oneroster_files(students, "1.1")
    files["manifest.csv"] = files["manifest.csv"].replace(
        "oneroster.version,1.1", "oneroster.version,2.0"
    )
    assert "version 2.0" in refusal(write_folder(tmp_path / "e", files))


def test_columns_are_found_by_name_in_any_order(tmp_path, students, read):
    files = oneroster_files(students[:2], "1.1", characteristics=False)
    lines = [line.split(",") for line in files["orgs.csv"].splitlines()]
    files["orgs.csv"] = "\n".join(",".join(reversed(line)) for line in lines)
    assert read(write_folder(tmp_path / "e", files)).school_urn == MADE_SCHOOL_URN


def test_a_tutor_group_comes_only_from_a_homeroom_class(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    files["classes.csv"] = files["classes.csv"].replace("homeroom", "scheduled")
    roll = read(write_folder(tmp_path / "e", files))
    assert all(record.tutor_group is None for record in roll.records)


def test_of_two_tutor_groups_the_one_that_has_not_ended_counts(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    one = students[0]
    other = next(s for s in students if s.tutor_group != one.tutor_group).tutor_group
    files["enrollments.csv"] += (
        f"moved,,,class-{other},made-school,{one.sourced_id},student,true,2026-09-02,2026-10-01\r\n"
    )
    roll = read(write_folder(tmp_path / "e", files))
    assert roll.records[0].tutor_group == one.tutor_group


def test_a_school_without_a_urn_is_noted(tmp_path, students, read):
    files = oneroster_files(students, "1.1", urn="ABC")
    roll = read(write_folder(tmp_path / "e", files))
    assert roll.school_urn is None
    assert any("no URN" in note for note in roll.notes)


def test_students_of_two_schools_are_told_apart(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    files["orgs.csv"] += "second,,,Second Made School,school,999998,\r\n"
    head, first, rest = files["users.csv"].split("\r\n", 2)
    files["users.csv"] = "\r\n".join([head, first.replace("made-school", "second"), rest])
    roll = read(write_folder(tmp_path / "e", files))
    assert roll.school_urn is None
    assert {record.school_urn for record in roll.records} == {"999998", MADE_SCHOOL_URN}
    assert any("2 schools" in note for note in roll.notes)


def test_american_ethnic_groups_are_not_turned_into_english_codes(tmp_path, students, read):
    files = oneroster_files(students, "1.1", characteristics=False)
    files["demographics.csv"] = re.sub(r"(male),,", r"\1,,true", files["demographics.csv"], count=1)
    roll = read(write_folder(tmp_path / "e", files))
    assert all("ethnicity" not in record.characteristics for record in roll.records)
    assert any("American groups" in note for note in roll.notes)


def test_a_file_without_its_needed_columns_is_refused(tmp_path, students, refusal):
    files = oneroster_files(students, "1.1")
    files["users.csv"] = files["users.csv"].replace("givenName", "first", 1)
    assert "givenname" in refusal(write_folder(tmp_path / "e", files))


def test_duplicate_columns_are_refused(tmp_path, students, refusal):
    files = oneroster_files(students, "1.1")
    files["users.csv"] = files["users.csv"].replace("familyName", "givenName", 1)
    assert "two columns of the same name" in refusal(write_folder(tmp_path / "e", files))


def test_a_row_with_an_unquoted_comma_is_rejected_and_the_others_kept(tmp_path, students, read):
    files = oneroster_files(students, "1.1")
    files["users.csv"] = files["users.csv"].replace("student1,", "stud,ent1,", 1)
    roll = read(write_folder(tmp_path / "e", files))
    assert [problem.row for problem in roll.rejected] == [2]
    assert "commas" in roll.rejected[0].sentence
    assert len(roll.records) == len(students) - 1


@pytest.mark.parametrize("name", ["users.csv", "orgs.csv"])
def test_a_single_file_of_an_export_is_not_taken_for_the_whole(tmp_path, students, refusal, name):
    (tmp_path / name).write_text(oneroster_files(students, "1.1")[name])
    assert "whole folder" in refusal(tmp_path / name)
