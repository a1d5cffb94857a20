import csv
import io
import zipfile
from pathlib import Path

import pytest

from fingerpost.exchange.national_schools.reader import read_schools
from fingerpost.exchange.roll import UnreadableFile

SUBSET = Path(__file__).parents[4] / "shared/data/schools/gias_establishments_subset.csv"

DOWNLOAD = {
    "URN": "999999",
    "LA (code)": "380",
    "LA (name)": "Bradford",
    "EstablishmentNumber": "4",
    "EstablishmentName": "Made School – not réal",
    "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (name)": "Secondary",
    "TypeOfEstablishment (name)": "Academy converter",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
    "OfficialSixthForm (name)": "Has a sixth form",
    "Gender (name)": "Mixed",
    "SchoolCapacity": "1200",
    "NumberOfPupils": "1150",
    "Trusts (name)": "Made Trust",
    "UKPRN": "10099999",
    "Postcode": "bd1 1aa",
    "Easting": "416000",
    "Northing": "433000",
    "SchoolWebsite": "www.made.example.org",
    "OpenDate": "01-09-2012",
    "CloseDate": "",
}


def table(*schools):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(DOWNLOAD))
    writer.writeheader()
    writer.writerows(DOWNLOAD | school for school in schools)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_download_is_read_in_either_encoding(tmp_path, encoding):
    path = tmp_path / "edubasealldata.csv"
    path.write_bytes(table({}).encode(encoding))
    (school,) = read_schools(path)
    assert (school.urn, school.name) == ("999999", "Made School – not réal")
    assert (school.laestab, school.la_name) == ("3800004", "Bradford")
    assert (school.lowest_age, school.highest_age) == (11, 18)
    assert (school.has_sixth_form, school.is_open, school.sexes) == (True, True, "mixed")
    assert (school.easting, school.northing, school.students) == (416000, 433000, 1150)
    assert (school.trust, school.ukprn, school.postcode) == ("Made Trust", "10099999", "BD1 1AA")
    assert school.opened_on.isoformat() == "2012-09-01"
    assert school.closed_on is None


def test_the_download_is_read_from_its_zip(tmp_path):
    path = tmp_path / "extract.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("edubasealldata20261120.csv", table({}))
    assert [school.urn for school in read_schools(path)] == ["999999"]


def test_one_bad_row_does_not_stop_the_list(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        table({"URN": "12"}, {}, {"EstablishmentName": "", "URN": "999998"}, {}, {"URN": "999997"})
    )
    schools = read_schools(path)
    assert [school.urn for school in schools] == ["999999", "999997"]
    assert [(problem.row, problem.column) for problem in schools.rejected] == [
        (2, "URN"),
        (4, "EstablishmentName"),
        (5, "URN"),
    ]


def test_what_a_cell_should_not_hold_is_left_out(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        table({"UKPRN": "x", "LA (code)": "000", "Easting": "?", "OfficialSixthForm (name)": "N/A"})
    )
    (school,) = read_schools(path)
    assert (school.ukprn, school.laestab, school.easting) == (None, None, None)
    assert school.has_sixth_form is None


def test_a_closed_school_is_not_open_but_one_proposed_to_close_is(tmp_path):
    path = tmp_path / "a.csv"
    status = "EstablishmentStatus (name)"
    path.write_text(
        table({status: "Closed"}, {status: "Open, but proposed to close", "URN": "999998"})
    )
    assert [school.is_open for school in read_schools(path)] == [False, True]


def test_another_table_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("UPN,Surname\nA,B\n")
    with pytest.raises(UnreadableFile, match="not the national list"):
        list(read_schools(path))


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"PK\x03\x04 not a zip", b'URN,"Est\n'])
def test_what_is_no_table_is_refused(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        list(read_schools(path))


def test_the_list_is_read_a_line_at_a_time(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(table(*({"URN": str(100000 + number)} for number in range(2_000))))
    schools = iter(read_schools(path))
    assert next(schools).urn == "100000"


@pytest.mark.skipif(not SUBSET.exists(), reason="the real school list is not on this machine")
def test_real_rows_are_read_whole():
    schools = read_schools(SUBSET)
    read = list(schools)
    assert len(read) == 2_948
    assert schools.rejected == []
    assert all(school.laestab and school.ukprn for school in read)
    assert sum(school.has_sixth_form is True for school in read) > 1_000
    haverstock = next(school for school in read if school.urn == "100049")
    assert (haverstock.la_name, haverstock.highest_age) == ("Camden", 18)
