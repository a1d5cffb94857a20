from datetime import date

import pytest
import xlsxwriter

from fingerpost.exchange.reading import read_columns, read_roll
from fingerpost.exchange.spreadsheet.reader import MappingNeeded
from tests.factories.roll_files import (
    AS_OF,
    SHEET_HEADINGS,
    csv_text,
    made_upn,
    write_csv,
    write_xlsx,
)

UPN = made_upn(1)
HEAD = "UPN,Forename,Surname,DOB,Year"
GOOD = f"{UPN},Ann,Khan,03/04/2014,8"


def check(roll, students):
    assert roll.rejected == ()
    assert len(roll.records) == len(students)
    for record, one in zip(roll.records, students, strict=True):
        assert (record.upn, record.uln, record.source_id) == (
            one.upn,
            one.uln,
            one.admission_number,
        )
        assert (record.given_name, record.family_name) == (one.given_name, one.family_name)
        assert (record.born_on, record.joined_on) == (one.born_on, one.joined_on)
        assert (record.year_group, record.tutor_group) == (one.year_group, one.tutor_group)
        known = record.characteristics
        assert known["sen_provision"] == one.sen_provision
        assert known.get("ehc_plan", False) is (one.sen_provision == "E")
        assert known["pupil_premium"] is one.pupil_premium
        assert known["attendance"] == pytest.approx(one.attendance)
        assert known["attainment"] == pytest.approx(one.attainment)


def test_a_csv_file_is_read_as_made(tmp_path, students, read):
    roll = read(write_csv(tmp_path / "a.csv", students))
    assert (roll.format, roll.version, roll.mode) == ("spreadsheet", "csv", "bulk")
    check(roll, students)


@pytest.mark.parametrize("title", [True, False])
def test_a_workbook_with_real_dates_and_percentages_is_read_as_made(
    tmp_path, students, read, title
):
    roll = read(write_xlsx(tmp_path / "a.xlsx", students, title=title))
    assert roll.version == "xlsx"
    check(roll, students)
    assert roll.records[0].row == (4 if title else 2)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_separator_is_found(sheet, students, delimiter):
    check(sheet(csv_text(students, delimiter)), students)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_in_its_usual_forms_needs_no_note(sheet, students, encoding):
    roll = sheet(csv_text(students), encoding=encoding)
    check(roll, students)
    assert roll.notes == ()


def test_windows_text_is_read_with_a_note(sheet):
    roll = sheet(f"{HEAD}\n{UPN},Zoë,O’Brien,03/04/2014,8\n", encoding="cp1252")
    assert (roll.records[0].given_name, roll.records[0].family_name) == ("Zoë", "O’Brien")
    assert any("Windows text" in note for note in roll.notes)


def test_a_suggested_mapping_covers_every_made_column(tmp_path, students):
    table = read_columns(write_csv(tmp_path / "a.csv", students))
    assert table.headings == tuple(SHEET_HEADINGS)
    assert set(table.suggested.values()) == set(SHEET_HEADINGS)
    assert table.sample[0][0] == students[0].upn
    assert len(table.sample) == 5


def test_a_corrected_mapping_is_used_and_unmapped_columns_left_alone(sheet):
    text = f"A,B,C,D\nKhan,Ann,{UPN},8\n"
    roll = sheet(text, {"given_name": "B", "family_name": "A", "upn": "C"})
    record = roll.records[0]
    assert (record.given_name, record.family_name, record.year_group) == ("Ann", "Khan", None)


def test_headings_nobody_knows_ask_for_a_mapping_and_show_the_table(sheet):
    with pytest.raises(MappingNeeded) as asked:
        sheet(f"A,B,C\nKhan,Ann,{UPN}\n")
    assert asked.value.table.headings == ("A", "B", "C")
    assert asked.value.table.sample == [["Khan", "Ann", UPN]]


def test_a_remembered_mapping_that_no_longer_fits_is_refused(sheet):
    with pytest.raises(MappingNeeded, match="no column called “Nachname”"):
        sheet(f"{HEAD}\n{GOOD}\n", {"family_name": "Nachname", "given_name": "Forename"})


def test_a_mapping_to_an_unknown_field_is_refused(sheet):
    with pytest.raises(MappingNeeded, match="shoe_size"):
        sheet(f"{HEAD}\n{GOOD}\n", {"shoe_size": "UPN"})


def test_titles_and_blank_lines_above_the_headings_are_passed_over(sheet):
    roll = sheet(f"Made School,,,,\nPrinted on 20/11/2026,,,,\n,,,,\n{HEAD}\n{GOOD}\n")
    assert roll.records[0].row == 5
    assert roll.records[0].place == "row 5"


def test_blank_rows_and_totals_below_do_no_harm(sheet):
    roll = sheet(f"{HEAD}\n\n{GOOD}\n,,,,\n")
    assert [record.row for record in roll.records] == [3]


def test_good_rows_are_kept_when_others_are_rejected(sheet):
    roll = sheet(f"{HEAD}\n{GOOD}\nA123,Bob,Ali,03/04/2014,8\n{made_upn(2)},Cy,Ng,31/02/2014,8\n")
    assert [record.given_name for record in roll.records] == ["Ann"]
    assert [(p.row, p.column) for p in roll.rejected] == [(3, "UPN"), (4, "DOB")]
    assert roll.rejected_rows == 2
    for problem in roll.rejected:
        assert problem.sentence.endswith(".")


def test_every_fault_of_a_row_is_named_at_once(sheet):
    roll = sheet(f"{HEAD}\nA123,Bob,Ali,yesterday,sixty\n")
    assert [problem.column for problem in roll.rejected] == ["UPN", "DOB", "Year"]
    assert roll.rejected_rows == 1


def test_a_wrong_check_letter_is_rejected_by_name(sheet):
    wrong = ("A" if UPN[0] != "A" else "B") + UPN[1:]
    roll = sheet(f"{HEAD}\n{wrong},Ann,Khan,03/04/2014,8\n")
    assert f"should be {UPN[0]}" in roll.rejected[0].sentence


@pytest.mark.parametrize(
    ("year", "label"), [("6", "Year 6"), ("R", "Reception"), ("N2", "Year -1"), ("14", "Year 14")]
)
def test_students_of_other_years_are_counted_and_left_out_without_fault(sheet, year, label):
    roll = sheet(f"{HEAD}\n{GOOD}\n{made_upn(2)},Bo,Lee,,{year}\n")
    assert len(roll.records) == 1
    assert roll.rejected == ()
    assert roll.skipped == 1
    assert any(label in note and "left out" in note for note in roll.notes)


def test_a_wrong_upn_in_a_year_we_are_not_for_is_no_fault(sheet):
    roll = sheet(f"{HEAD}\n{GOOD}\nXXX,Bo,Lee,,3\n")
    assert roll.rejected == ()


@pytest.mark.parametrize("year", ["15", "-3", "twelve", "7.5"])
def test_what_is_no_year_group_is_rejected(sheet, year):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,03/04/2014,{year}\n")
    assert [problem.column for problem in roll.rejected] == ["Year"]


def test_an_age_more_than_two_years_out_of_step_is_noted_not_rejected(sheet):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,03/04/2014,11\n{made_upn(2)},Bo,Lee,03/04/2014,10\n")
    assert len(roll.records) == 2
    (note,) = [note for note in roll.notes if "two years apart" in note]
    assert "row 2" in note
    assert "row 3" not in note


def test_a_missing_year_group_is_worked_out_from_the_date_of_birth(sheet):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,03/04/2014,\n")
    assert roll.records[0].year_group == 8
    assert any("worked out" in note for note in roll.notes)


@pytest.mark.parametrize("born", ["03/04/2027", "03/04/1950"])
def test_a_date_of_birth_that_no_student_has_is_rejected(sheet, born):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,{born},8\n")
    assert [problem.column for problem in roll.rejected] == ["DOB"]


def test_dates_are_refused_where_some_are_certainly_month_first(sheet):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,04/23/2014,8\n{made_upn(2)},Bo,Lee,03/04/2014,8\n")
    assert roll.records == ()
    assert all("month first" in problem.sentence for problem in roll.rejected)


def test_the_same_student_with_other_details_is_rejected_and_both_rows_named(sheet):
    roll = sheet(f"{HEAD}\n{GOOD}\n{UPN},Bob,Khan,03/04/2014,8\n{made_upn(2)},Cy,Ng,,9\n")
    assert [record.given_name for record in roll.records] == ["Cy"]
    assert [problem.row for problem in roll.rejected] == [2, 3]
    assert "row 3" in roll.rejected[0].sentence
    assert "row 2" in roll.rejected[1].sentence
    assert all(UPN in problem.sentence for problem in roll.rejected)


def test_the_same_row_twice_counts_once(sheet):
    roll = sheet(f"{HEAD}\n{GOOD}\n{GOOD}\n")
    assert len(roll.records) == 1
    assert roll.rejected == ()
    assert any("counted once" in note for note in roll.notes)


def test_many_clashing_rows_are_judged_quickly(sheet):
    lines = [f"{UPN},Ann{number},Khan,03/04/2014,8" for number in range(5_000)]
    roll = sheet("\n".join([HEAD, *lines]).replace("Ann", "Ann "))
    assert len(roll.rejected) == 5_000
    assert max(len(problem.sentence) for problem in roll.rejected) < 300


def test_a_uln_on_two_students_is_taken_off_both(sheet):
    roll = sheet(f"{HEAD},ULN\n{GOOD},1234567899\n{made_upn(2)},Bo,Lee,,8,1234567899\n")
    assert [record.uln for record in roll.records] == [None, None]
    assert any("1234567899" in note for note in roll.notes)


def test_a_wrong_uln_does_not_lose_the_student(sheet):
    roll = sheet(f"{HEAD},ULN\n{GOOD},1234567890\n")
    assert roll.records[0].uln is None
    assert any(note.startswith("ULN:") and "row 2" in note for note in roll.notes)


def test_the_stand_in_uln_is_no_ones(sheet):
    roll = sheet(f"{HEAD},ULN\n{GOOD},9999999999\n{made_upn(2)},Bo,Lee,,8,9999999999\n")
    assert [record.uln for record in roll.records] == [None, None]
    assert roll.notes == ()


def test_unknown_codes_are_left_out_with_one_note(sheet):
    roll = sheet(f"{HEAD},SEN\n{GOOD},S+\n{made_upn(2)},Bo,Lee,,8,S+\n")
    assert all("sen_provision" not in record.characteristics for record in roll.records)
    (note,) = roll.notes
    assert "2 students" in note
    assert "S+" in note


def test_a_leaving_date_that_has_passed_means_left(sheet):
    roll = sheet(
        f"{HEAD},Leaving Date\n{GOOD},19/11/2026\n{made_upn(2)},Bo,Lee,,8,21/11/2026\n"
        f"{made_upn(3)},Cy,Ng,,9,\n"
    )
    assert [record.status for record in roll.records] == ["left", "active", "active"]
    assert roll.records[1].left_on == date(2026, 11, 21)


@pytest.mark.parametrize(("status", "expected"), [("On Roll", "active"), ("Leaver", "left")])
def test_a_status_column_says_who_has_left(sheet, status, expected):
    assert sheet(f"{HEAD},Status\n{GOOD},{status}\n").records[0].status == expected


def test_a_whole_name_with_a_comma_is_split_without_doubt(sheet):
    roll = sheet(f'UPN,Name\n{UPN},"van den Berg, Anna Maria"\n')
    record = roll.records[0]
    assert (record.given_name, record.family_name) == ("Anna Maria", "van den Berg")
    assert not any("split" in note for note in roll.notes)


def test_a_whole_name_without_a_comma_is_split_with_a_note(sheet):
    roll = sheet(f"UPN,Name\n{UPN},Anna Berg\n")
    assert (roll.records[0].given_name, roll.records[0].family_name) == ("Anna", "Berg")
    assert any("split at the last space" in note for note in roll.notes)


def test_a_student_who_cannot_be_told_apart_is_rejected(sheet):
    roll = sheet("Forename,Surname,Year\nAnn,Khan,8\n")
    assert "mistaken for another" in roll.rejected[0].sentence


def test_without_numbers_students_go_by_name_and_birth_with_a_note(sheet):
    roll = sheet("Forename,Surname,DOB,Year\nAnn,Khan,03/04/2014,8\n")
    assert roll.records[0].upn is None
    assert any("less certain" in note for note in roll.notes)


def test_repeated_headings_are_told_apart_and_noted(sheet):
    roll = sheet(f"{HEAD},Forename\n{GOOD},Other\n")
    assert roll.records[0].given_name == "Ann"
    assert any("“Forename”" in note for note in roll.notes)
    second = sheet(
        f"{HEAD},Forename\n{GOOD},Other\n",
        {"upn": "UPN", "given_name": "Forename (F)", "family_name": "Surname"},
    )
    assert second.records[0].given_name == "Other"


def test_a_row_with_more_cells_than_headings_is_rejected(sheet):
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan, Jr,03/04/2014,8\n")
    assert roll.records == ()
    assert "more cells than there are headings" in roll.rejected[0].sentence


def test_a_row_with_fewer_cells_is_blank_at_its_end(sheet):
    roll = sheet(f"{HEAD},FSM,SEN\n{GOOD}\n")
    assert roll.records[0].characteristics == {}


def test_the_sheet_with_the_students_is_found_among_others(tmp_path, read):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Notes").write_column(0, 0, ["Read me", "Made data"])
        students = workbook.add_worksheet("Year 8")
        students.write_row(0, 0, HEAD.split(","))
        students.write_row(1, 0, GOOD.split(","))
    roll = read(path)
    assert roll.records[0].place == "Year 8 row 2"
    assert any("Only the sheet “Year 8”" in note for note in roll.notes)


def test_numbers_and_dates_of_a_workbook_keep_their_meaning(tmp_path, read):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "d mmm yy"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Adno", "Forename", "Surname", "DOB", "Year", "Attendance", "FSM"])
        sheet.write_row(1, 0, [4711, "Ann", "Khan", date(2014, 4, 3), 8, 93.5, True])
        sheet.write_row(2, 0, [4712, "Bo", "Lee", 41732, 8, 1, False])
    roll = read(path)
    first, second = roll.records
    assert (first.source_id, first.born_on, first.year_group) == ("4711", date(2014, 4, 3), 8)
    assert first.characteristics == {"attendance": 93.5, "free_school_meals": True}
    assert second.born_on == date(2014, 4, 3)
    assert second.characteristics["attendance"] == 1


def test_a_spreadsheet_in_a_zip_is_read(tmp_path, students, read):
    from tests.factories.roll_files import write_zip

    path = write_zip(tmp_path / "a.zip", {"list.csv": csv_text(students)})
    assert len(read(path).records) == len(students)
    assert read_columns(path).suggested["upn"] == "UPN"


def test_today_is_used_when_no_day_is_given(tmp_path, students):
    assert read_roll(write_csv(tmp_path / "a.csv", students[:1])).format == "spreadsheet"
    assert AS_OF.year == 2026
