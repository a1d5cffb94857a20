import pytest

from tests.factories.roll_files import ctf_text, write_zip


@pytest.fixture
def ctf(tmp_path, read):
    def reading(text):
        path = tmp_path / "380_CTF.xml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return reading


@pytest.mark.parametrize("wrapper", [True, False])
def test_every_student_of_a_transfer_file_is_read_as_made(ctf, students, wrapper):
    roll = ctf(ctf_text(students, wrapper=wrapper))
    assert (roll.format, roll.version, roll.mode) == ("ctf", "25.0", "delta")
    assert roll.school_laestab == "3800000"
    assert roll.rejected == ()
    assert len(roll.records) == len(students)
    for record, one in zip(roll.records, students, strict=True):
        assert (record.upn, record.uln, record.sex) == (one.upn, one.uln, one.sex)
        assert (record.given_name, record.family_name) == (one.given_name, one.family_name)
        assert (record.born_on, record.year_group) == (one.born_on, one.year_group)
        assert (record.joined_on, record.email) == (one.joined_on, one.email)
        known = record.characteristics
        assert known["sen_provision"] == one.sen_provision
        assert known.get("sen_type", "") == one.sen_type
        assert known.get("free_school_meals", False) is one.free_school_meals
        assert known["first_language"] == one.first_language
        assert known["ethnicity"] == one.ethnicity
        assert known["in_care"] is one.in_care
        assert known["attendance"] == pytest.approx(one.attendance, abs=0.25)  # 300 sessions
        assert known["postcode_district"] == one.postcode.split()[0]


def test_the_older_name_for_sex_is_read_too(ctf, students):
    text = ctf_text(students).replace("<Sex>", "<Gender>").replace("</Sex>", "</Gender>")
    assert [r.sex for r in ctf(text).records] == [one.sex for one in students]


def test_a_former_upn_is_read(ctf, students):
    now, before = students[0].upn, students[1].upn
    text = ctf_text(students[:1]).replace(
        f"<UPN>{now}</UPN>", f"<UPN>{now}</UPN><FormerUPN>{before}</FormerUPN>"
    )
    assert ctf(text).records[0].former_upn == before


def test_a_namespace_makes_no_difference(ctf, students):
    text = ctf_text(students).replace("<CTfile>", '<CTfile xmlns="http://example.org/ctf">')
    assert len(ctf(text).records) == len(students)


def test_a_byte_order_mark_and_blank_lines_before_the_start_make_no_difference(
    tmp_path, students, read
):
    path = tmp_path / "a.xml"
    path.write_bytes(b"\xef\xbb\xbf" + ctf_text(students).encode())
    assert len(read(path).records) == len(students)


def test_a_parents_name_and_email_are_never_the_students(ctf, students):
    text = ctf_text(students[:1])
    text = text.replace(f"<Email>{students[0].email}</Email>", "", 1)
    record = ctf(text).records[0]
    assert record.email is None
    assert record.given_name == students[0].given_name


def test_free_meals_that_have_ended_are_no_longer_due(ctf, students):
    fed = next(one for one in students if one.free_school_meals)
    text = ctf_text([fed]).replace("<UKcountry>", "<FSMendDate>2025-07-21</FSMendDate><UKcountry>")
    assert ctf(text).records[0].characteristics["free_school_meals"] is False


def test_the_latest_provision_of_the_history_counts(ctf, students):
    earlier = "<SEN><StartDate>2020-09-01</StartDate><SENprovision>E</SENprovision></SEN>"
    later = "<SEN><StartDate>2026-09-01</StartDate><SENprovision>K</SENprovision></SEN>"
    text = ctf_text(students[:1]).replace("<SENhistory>", f"<SENhistory>{later}{earlier}")
    assert ctf(text).records[0].characteristics["sen_provision"] == "K"


def test_a_disability_code_means_yes_and_none_means_no(ctf, students):
    def with_code(code):
        text = ctf_text(students[:1]).replace(
            "<LookedAfter>",
            f"<Disabilities><Disability>{code}</Disability></Disabilities><LookedAfter>",
        )
        return ctf(text).records[0].characteristics["disability"]

    assert with_code("VIS") is True
    assert with_code("NONE") is False


def test_the_sending_school_counts_when_the_next_is_unknown(ctf, students):
    text = ctf_text(students).replace(
        "<DestSchool><LEA>380</LEA><Estab>0000</Estab>",
        "<DestSchool><LEA>XXX</LEA><Estab>XXXX</Estab>",
    )
    assert ctf(text).school_laestab == "3800001"


def test_a_transfer_file_says_that_it_never_marks_leavers(ctf, students):
    roll = ctf(ctf_text(students[:2]))
    assert any("never marks" in note for note in roll.notes)


def test_one_bad_student_does_not_lose_the_others(ctf, students):
    text = ctf_text(students[:3]).replace(students[1].upn, "X" + students[1].upn[1:])
    roll = ctf(text)
    assert len(roll.records) == 2
    assert roll.rejected[0].row == 2
    assert roll.rejected[0].column == "UPN"
    assert "student 2" in roll.rejected[0].place


def test_a_transfer_file_in_a_zip_is_read(tmp_path, students, read):
    path = write_zip(tmp_path / "a.zip", {"380_CTF_3800000_001.xml": ctf_text(students)})
    assert len(read(path).records) == len(students)


def test_other_xml_is_refused(tmp_path, refusal):
    path = tmp_path / "a.xml"
    path.write_text("<html><Pupil/></html>")
    assert "not a Common Transfer File" in refusal(path)


def test_a_transfer_file_without_students_is_refused(tmp_path, refusal):
    path = tmp_path / "a.xml"
    path.write_text("<CTfile><Header/></CTfile>")
    assert "no students" in refusal(path)
