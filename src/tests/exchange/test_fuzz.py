"""Valid files, damaged at random: a reader returns a roll or refuses the file, and nothing else."""

import contextlib
import datetime as dt
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.exchange.icalendar.format import CalendarFile
from fingerpost.exchange.icalendar.reader import read_calendar
from fingerpost.exchange.national_schools.reader import read_schools
from fingerpost.exchange.reading import read_columns, read_roll
from fingerpost.exchange.roll import RollFile, UnreadableFile
from tests.factories import calendars, roll_files
from tests.factories.roll_files import AS_OF

KINDS = ["csv", "xlsx", "ctf", "zip 1.1", "zip 1.2", "folder"]

edits = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(["change", "insert", "remove", "repeat"]),
        st.binary(min_size=1, max_size=6)
        | st.sampled_from([b'"', b",", b"\0", b"<", b"&", b"=", b"\n"]),
    ),
    max_size=8,
)
lengths = st.floats(0.05, 1) | st.just(1.0)


@cache
def valid(kind: str) -> bytes:
    folder = Path(tempfile.mkdtemp())
    students = roll_files.made_students(6, seed=3)
    path = folder / "file"
    try:
        if kind == "csv":
            roll_files.write_csv(path, students)
        elif kind == "xlsx":
            roll_files.write_xlsx(path, students)
        elif kind == "ctf":
            path.write_text(roll_files.ctf_text(students))
        else:
            roll_files.write_zip(path, roll_files.oneroster_files(students, kind[-3:]))
        return path.read_bytes()
    finally:
        shutil.rmtree(folder)


def damaged(data: bytes, changes, length: float) -> bytes:
    out = bytearray(data)
    for where, how, what in changes:
        place = int(where * len(out))
        if how == "change":
            out[place : place + len(what)] = what
        elif how == "insert":
            out[place:place] = what
        elif how == "remove":
            del out[place : place + 10 * len(what)]
        else:
            out[place:place] = out[place : place + 200]
    return bytes(out[: int(len(out) * length)])


def check(path: Path) -> None:
    try:
        roll = read_roll(path, as_of=AS_OF)
    except UnreadableFile as refused:
        assert refused.sentence.endswith(".")
    else:
        assert isinstance(roll, RollFile)
        for problem in roll.rejected:
            assert problem.sentence
            assert problem.row >= 1
        for record in roll.records:
            assert record.year_group is None or 7 <= record.year_group <= 13


fuzzing = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "folder"])
@fuzzing
@given(changes=edits, length=lengths)
def test_a_damaged_file_is_read_or_refused(tmp_path, kind, changes, length):
    path = tmp_path / "file"
    path.write_bytes(damaged(valid(kind), changes, length))
    check(path)


@fuzzing
@given(
    name=st.sampled_from(sorted(roll_files.oneroster_files([], "1.2"))),
    version=st.sampled_from(["1.1", "1.2"]),
    mode=st.sampled_from(["bulk", "delta"]),
    changes=edits,
    length=lengths,
)
def test_a_folder_with_a_damaged_file_is_read_or_refused(
    tmp_path, name, version, mode, changes, length
):
    files = roll_files.oneroster_files(roll_files.made_students(5, 2), version, mode=mode)
    folder = roll_files.write_folder(tmp_path / "export", files)
    (folder / name).write_bytes(damaged(files.get(name, "").encode(), changes, length))
    check(folder)


@fuzzing
@given(changes=edits, length=lengths)
def test_the_inside_of_a_workbook_may_be_damaged_too(tmp_path, changes, length):
    import zipfile

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.write_bytes(valid("xlsx"))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(("sheet1.xml", "sharedStrings.xml")):
                data = damaged(data, changes, length)
            new.writestr(name, data)
    check(broken)


@fuzzing
@given(st.text(max_size=400) | st.binary(max_size=400))
def test_anything_at_all_is_read_or_refused(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(
        content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    )
    check(path)
    with contextlib.suppress(UnreadableFile):
        read_columns(path)


CELLS = st.text(max_size=12) | st.sampled_from(
    ["=A1", "-", "31/02/2014", "7", "Year 99", "nan", "1e5", "\x0b", "'", '"', "Y", "0", "٧"]
)


@fuzzing
@given(st.lists(st.lists(CELLS, min_size=22, max_size=22), min_size=1, max_size=4))
def test_any_words_in_any_cell_are_read_or_refused(tmp_path, rows):
    import csv

    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(roll_files.SHEET_HEADINGS)
        writer.writerows(rows)
    check(path)


@fuzzing
@given(changes=edits, length=lengths)
def test_a_damaged_list_of_schools_is_read_or_refused(tmp_path, changes, length):
    text = "URN,EstablishmentName,LA (code),OpenDate,Easting\n999999,Made,380,01-09-2012,4\n" * 3
    path = tmp_path / "file"
    path.write_bytes(damaged(text.encode(), changes, length))
    try:
        list(read_schools(path))
    except UnreadableFile as refused:
        assert refused.sentence


CALENDAR = calendars.calendar(
    calendars.event(),
    calendars.event(
        title="Assembly",
        uid="two",
        start="TZID=Europe/London:20260907T085000",
        end="TZID=Europe/London:20260907T091000",
        rrule="FREQ=WEEKLY;BYDAY=MO;UNTIL=20270716T230000Z",
        exdate="20261026T085000",
    ),
    calendars.event(
        title="Moved", uid="two", start="20261103T100000", recurrence_id="20261102T085000"
    ),
)
VALUES = st.text(max_size=30) | st.sampled_from(
    ["20261301", "00010101", "99991231T235959Z", "FREQ=DAILY", "P1Y", "-PT5H", "20260907T085000"]
)


def check_calendar(data):
    first, last = dt.date(2026, 9, 1), dt.date(2027, 8, 31)
    try:
        found = read_calendar(data, first, last)
    except UnreadableFile as refused:
        assert refused.sentence.endswith(".")
        return
    assert isinstance(found, CalendarFile)
    for entry in found.entries:
        assert entry.title
        for one in entry.occurrences:
            assert first <= one.ends_on and one.starts_on <= last and one.starts_on <= one.ends_on
            assert (one.starts_at is None) == (one.ends_at is None)
            assert one.starts_at is None or one.starts_at < one.ends_at


@fuzzing
@given(changes=edits, length=lengths)
def test_a_damaged_calendar_is_read_or_refused(changes, length):
    check_calendar(damaged(CALENDAR, changes, length))


@fuzzing
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID"),
                    *("UID", "SUMMARY", "STATUS", "SEQUENCE", "DTSTART;TZID=Europe/London"),
                    *("DTSTART;VALUE=DATE", "DTSTART;TZID=Nowhere"),
                ]
            ),
            VALUES,
        ),
        max_size=6,
    )
)
def test_any_words_in_any_property_are_read_or_refused(properties):
    lines = [f"{name}:{value}" for name, value in properties]
    event = "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    check_calendar(calendars.calendar(event, calendars.event(uid="fine")))
