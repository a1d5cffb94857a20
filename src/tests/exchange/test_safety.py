import io
import random
import zipfile

import pytest
import xlsxwriter

from fingerpost.exchange import containers
from tests.factories.roll_files import (
    csv_text,
    ctf_text,
    made_upn,
    oneroster_files,
    write_csv,
    write_folder,
    write_xlsx,
    write_zip,
)

UPN = made_upn(1)
HEAD = "UPN,Forename,Surname,DOB,Year,Reg Group"


@pytest.fixture
def refused(tmp_path, refusal):
    """The sentence with which these bytes are refused."""

    def reading(data, name="roll.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return refusal(path)

    return reading


# --- size ---------------------------------------------------------------------------------------


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path, refusal, monkeypatch):
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(200 * containers.MEGABYTE)
    monkeypatch.setattr(containers, "_read_at_most", lambda *_: pytest.fail("it was read"))
    assert "too large: 200 MB" in refusal(path)


def test_a_file_in_a_folder_is_held_to_the_same_size(tmp_path, students, refusal):
    folder = write_folder(tmp_path / "e", oneroster_files(students, "1.1"))
    with (folder / "enrollments.csv").open("ab") as stream:
        stream.truncate(60 * containers.MEGABYTE)
    assert "enrollments.csv is too large" in refusal(folder)


def packed(name, size, *, noise=0):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size + random.Random(1).randbytes(noise))
    return out.getvalue()


def test_a_zip_bomb_is_known_by_its_ratio(refused):
    assert "250 times" in refused(packed("users.csv", 40 * containers.MEGABYTE), "a.zip")


def test_a_zip_bomb_is_known_by_one_members_size(refused):
    assert "too large" in refused(packed("users.csv", 51 * containers.MEGABYTE), "a.zip")


def test_a_zip_bomb_is_known_by_its_total(refused, monkeypatch):
    monkeypatch.setattr(containers, "MAX_TOTAL", 3 * containers.MEGABYTE)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.csv", b"0" * containers.MEGABYTE)
    assert "unpacked" in refused(out.getvalue(), "a.zip")


def test_a_zip_that_lies_about_its_sizes_is_still_stopped(refused):
    data = bytearray(packed("users.csv", 5_000, noise=500))
    true = (5_500).to_bytes(4, "little")
    assert data.count(true) >= 2
    lied = bytes(data).replace(true, (10).to_bytes(4, "little"))
    refused(lied, "a.zip")


def test_a_zip_of_very_many_files_is_refused(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(containers.MAX_MEMBERS + 1):
            archive.writestr(f"{number}.csv", "")
    assert "too many" in refused(out.getvalue(), "a.zip")


# --- zips that reach out ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../users.csv", "a/../../users.csv", "/etc/users.csv", "..\\users.csv", "C:/users.csv"]
)
def test_a_zip_that_points_outside_itself_is_refused(refused, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "sourcedId\n")
    assert "points outside the zip" in refused(out.getvalue(), "a.zip")


def test_a_link_in_a_zip_is_refused(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("users.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "points outside" in refused(out.getvalue(), "a.zip")


@pytest.mark.parametrize("inner", ["inner.zip", "inner.xlsx", "inner.csv"])
def test_a_zip_in_a_zip_is_refused(refused, inner):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(inner, packed("users.csv", 10))
    assert "packed file" in refused(out.getvalue(), "a.zip")


def test_a_locked_zip_is_refused(refused):
    data = bytearray(packed("users.csv", 10))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert "locked with a password" in refused(bytes(data), "a.zip")


def test_two_files_of_one_name_in_a_zip_are_refused(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/users.csv", "x")
        archive.writestr("b/users.csv", "y")
    assert "two files called users.csv" in refused(out.getvalue(), "a.zip")


def test_a_zip_without_a_roll_is_refused(refused):
    assert "neither users.csv" in refused(packed("holiday.jpg", 10), "a.zip")


# --- damage -------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_cut_off_zip_is_refused(tmp_path, students, refused, part):
    whole = write_zip(tmp_path / "whole.zip", oneroster_files(students, "1.1")).read_bytes()
    refused(whole[: int(len(whole) * part)], "cut.zip")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_off_transfer_file_is_refused_with_none_of_its_students(students, refused, part):
    whole = ctf_text(students)
    assert "cut off or damaged" in refused(whole[: int(len(whole) * part)], "cut.xml")


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_cut_off_workbook_is_refused(tmp_path, students, refused, part):
    whole = write_xlsx(tmp_path / "whole.xlsx", students).read_bytes()
    refused(whole[: int(len(whole) * part)], "cut.xlsx")


def test_a_damaged_zip_member_is_refused(tmp_path, students, refused):
    data = bytearray(write_zip(tmp_path / "w.zip", oneroster_files(students, "1.1")).read_bytes())
    middle = data.index(b"users.csv") + 200
    data[middle : middle + 50] = bytes(50)
    assert "damaged" in refused(bytes(data), "a.zip")


def test_a_csv_cut_off_inside_a_quotation_is_refused(refused):
    text = f'{HEAD}\n{UPN},Ann,Khan,03/04/2014,8,8A\n{made_upn(2)},"Bo'
    assert "quotation marks" in refused(text)


def test_a_csv_cut_off_inside_a_letter_is_refused(refused):
    text = f"{HEAD}\n{UPN},Zoë,Khan,03/04/2014,8,8A\n{made_upn(2)},Zoë".encode()
    assert "cut off" in refused(text[:-1])


@pytest.mark.parametrize("size", [1, 2, 7, 64, 5_000])
def test_garbage_is_refused(refused, size):
    for seed in range(5):
        refused(random.Random(seed).randbytes(size), f"{seed}.bin")


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"\xd0\xcf\x11\xe0", "old kind of Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0", "text"),
    ],
)
def test_other_kinds_of_file_are_named(refused, start, word):
    assert word in refused(start + b"\n1 0 obj" * 20, "a.csv")


@pytest.mark.parametrize("data", [b"", b"   \r\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(refused, data):
    assert "empty" in refused(data)


def test_an_empty_workbook_is_refused(tmp_path, refusal):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet()
    assert "empty" in refusal(path)


def test_headings_without_students_are_refused(refused):
    assert "no students below" in refused(HEAD + "\n")


def test_a_roll_without_a_path_is_refused(tmp_path, refusal):
    assert "could not be opened" in refusal(tmp_path / "absent.csv")


def test_an_empty_folder_is_refused(tmp_path, refusal):
    assert "no users.csv" in refusal(tmp_path)


# --- text ---------------------------------------------------------------------------------------


def test_nul_bytes_are_refused(refused):
    assert "not a text file" in refused(f"{HEAD}\n{UPN},An\0n,Khan,03/04/2014,8,8A\n")


def test_bytes_that_are_in_no_known_encoding_are_refused(refused):
    data = f"{HEAD}\n{UPN},Zo".encode() + b"\x81\x8d" + b",Khan,03/04/2014,8,8A\n"
    assert "CSV UTF-8" in refused(data)


def test_ten_thousand_columns_are_refused(refused):
    columns = ",".join(f"c{number}" for number in range(10_000))
    assert "10,000 columns" in refused(f"{columns}\n{columns}\n")


def test_ten_thousand_columns_in_a_workbook_are_refused(tmp_path, refusal):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(",") + [f"c{number}" for number in range(10_000)])
        sheet.write_row(1, 0, [UPN, "Ann", "Khan", "03/04/2014", 8])
    assert "columns" in refusal(path)


def test_more_rows_than_any_school_has_are_refused(refused, monkeypatch):
    from fingerpost.exchange import tables

    monkeypatch.setattr(tables, "MAX_ROWS", 100)
    assert "too many for a roll" in refused(f"{HEAD}\n" * 101)


def test_one_endless_cell_is_refused(refused):
    refused(f"{HEAD}\n{UPN},{'A' * 200_000},Khan,03/04/2014,8,8A\n")


@pytest.mark.parametrize("column", range(6))
def test_a_formula_in_any_cell_is_rejected_with_its_row_and_column(sheet, column):
    row = [made_upn(2), "Bo", "Lee", "03/04/2014", "8", "8A"]
    row[column] = "=HYPERLINK(1)"
    roll = sheet(f"{HEAD}\n{UPN},Ann,Khan,03/04/2014,8,8A\n{','.join(row)}\n")
    assert [record.given_name for record in roll.records] == ["Ann"]
    (problem,) = roll.rejected
    assert (problem.row, problem.column) == (3, HEAD.split(",")[column])
    assert "formula" in problem.sentence


def test_a_formula_in_a_workbooks_text_is_rejected_too(tmp_path, read):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        for column, text in enumerate([UPN, "@SUM(A1:A9)", "Khan", "03/04/2014", "8", "8A"]):
            sheet.write_string(1, column, text)
    (problem,) = read(path).rejected
    assert (problem.row, problem.column) == (2, "Forename")


@pytest.mark.parametrize("name", ["'Abbas", "Smith-Jones", "O'Brien", "-Smith", "D’Arcy", "Ng"])
def test_names_with_marks_are_kept(sheet, name):
    roll = sheet(f"{HEAD}\n{UPN},Ann,{name},03/04/2014,8,8A\n")
    assert roll.rejected == ()
    assert roll.records[0].family_name == name


def test_a_cell_with_hidden_characters_is_rejected(sheet):
    roll = sheet(f"{HEAD}\n{UPN},An\x7fn,Khan,03/04/2014,8,8A\n")
    assert "cannot be shown" in roll.rejected[0].sentence


# --- XML ----------------------------------------------------------------------------------------

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE CTfile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<CTfile><Pupil><Surname>&c;</Surname></Pupil></CTfile>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE CTfile [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<CTfile><Pupil><Surname>&secret;</Surname></Pupil></CTfile>"""
REMOTE = '<!DOCTYPE CTfile SYSTEM "http://example.org/evil.dtd"><CTfile><Pupil/></CTfile>'


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, REMOTE])
def test_xml_that_defines_entities_is_refused(refused, text):
    assert "document type" in refused(text, "a.xml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7"])
def test_a_document_type_cannot_hide_in_another_encoding(refused, encoding):
    hidden = LAUGHS.replace('<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{encoding}"?>')
    start, rest = hidden.split("?>", 1)
    if encoding == "utf-7":
        refused(f"{start}?>".encode("ascii") + rest.encode("utf-7"), "a.xml")
    else:
        refused(hidden.encode(encoding), "a.xml")


def test_very_deep_xml_is_refused(refused):
    assert "damaged" in refused("<CTfile>" + "<a>" * 100_000, "a.xml")


# --- workbooks that would use up the machine ----------------------------------------------------


def test_a_lone_cell_in_the_last_corner_does_not_take_the_machine_down(tmp_path, refusal):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "UPN")
        sheet.write(1_048_575, 16_383, "x")
    assert "too many cells" in refusal(path)


def rewritten(source, target, name, change):
    """A copy of a zip with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return target


def test_cells_that_do_not_say_where_they_are_are_counted_too(tmp_path, students, refusal):
    source = write_xlsx(tmp_path / "a.xlsx", students[:3])
    wide = (
        b"<row>"
        + b"<c/>" * 4_000
        + b"<c><v>1</v></c></row>"
        + b"<row><c><v>1</v></c></row>" * 3_000
    )
    path = rewritten(
        source,
        tmp_path / "b.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", wide + b"</sheetData>"),
    )
    assert "too many cells" in refusal(path)


def test_a_shared_text_used_very_often_is_counted_each_time(
    tmp_path, students, refusal, monkeypatch
):
    from fingerpost.exchange.spreadsheet import workbook

    monkeypatch.setattr(workbook, "MAX_TEXT", 10_000)
    assert "too many cells" in refusal(write_xlsx(tmp_path / "a.xlsx", students))


def test_a_binary_workbook_is_refused(tmp_path, students, refusal):
    source = write_xlsx(tmp_path / "a.xlsx", students[:3])
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/workbook.bin", b"\0" * 10)
    assert "XLSB" in refusal(source)


ODS_START = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Students">"""
ODS_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="x"/></manifest:manifest>"""


def ods(path, rows):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        archive.writestr("content.xml", ODS_START + rows + ODS_END)
    return path


def ods_row(cells, attributes=""):
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    edge = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row {attributes}>{inside}{edge}</table:table-row>"


def test_an_ods_file_with_its_usual_empty_edges_is_read(tmp_path, read):
    rows = ods_row(HEAD.split(",")) + ods_row([UPN, "Zoë", "Khan", "03/04/2014", "8", "8A"])
    rows += ods_row([], 'table:number-rows-repeated="1048000"')
    roll = read(ods(tmp_path / "a.ods", rows))
    assert roll.version == "ods"
    assert roll.records[0].given_name == "Zoë"


def test_an_ods_file_of_endless_repeats_is_refused(tmp_path, refusal):
    rows = ods_row(HEAD.split(","), 'table:number-rows-repeated="1048000"')
    rows += ods_row(["x"]) + (
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell '
        'office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    assert "too many cells" in refusal(ods(tmp_path / "a.ods", rows))


def test_an_ods_file_of_endless_spaces_is_refused(tmp_path, refusal):
    rows = ods_row(['<text:s text:c="1000000000"/>'])
    assert "too many cells" in refusal(ods(tmp_path / "a.ods", rows))


def test_wrong_file_endings_do_not_matter(tmp_path, students, read):
    write_csv(tmp_path / "a.xlsx", students)
    write_xlsx(tmp_path / "b.csv", students)
    (tmp_path / "c.txt").write_text(ctf_text(students))
    for name in ("a.xlsx", "b.csv", "c.txt"):
        assert len(read(tmp_path / name).records) == len(students)


def test_the_same_file_read_twice_says_the_same(tmp_path, students, read):
    path = tmp_path / "a.csv"
    path.write_text(csv_text(students))
    assert read(path) == read(path)
