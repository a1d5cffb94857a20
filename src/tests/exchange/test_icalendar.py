"""Reading a school's calendar: days, times, what repeats, and what is refused."""

import datetime as dt

import pytest
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from fingerpost.exchange.icalendar import reader
from fingerpost.exchange.icalendar.format import LARGEST, MOST_EVENTS
from fingerpost.exchange.icalendar.guessing import kind_in, year_groups_in
from fingerpost.exchange.icalendar.recurring import Steps, TooMuch, UnreadRule, days_of, read_rule
from fingerpost.exchange.roll import UnreadableFile
from tests.factories.calendars import calendar, event

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 8, 31)


def read(*events, **more):
    return reader.read_calendar(calendar(*events, **more), FIRST, LAST)


def times(*events):
    """Day and times of every occurrence, in order."""
    return [
        (one.starts_on.isoformat(), one.starts_at and f"{one.starts_at:%H:%M}")
        for entry in read(*events).entries
        for one in entry.occurrences
    ]


def only(*events):
    [entry] = read(*events).entries
    [one] = entry.occurrences
    return one


def test_an_all_day_entry_ends_the_day_before_its_end():
    one = only(event(start="20261130", end="20261205"))
    assert (one.starts_on, one.ends_on) == (dt.date(2026, 11, 30), dt.date(2026, 12, 4))
    assert one.starts_at is None


@pytest.mark.parametrize("end", ["", "20261203"])
def test_an_all_day_entry_without_an_end_takes_its_day(end):
    one = only(event(start="20261203", end=end))
    assert (one.starts_on, one.ends_on) == (dt.date(2026, 12, 3), dt.date(2026, 12, 3))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20261203T090000", "20261203T103000", ("09:00", "10:30")),  # no zone: London's
        ("20261203T090000Z", "20261203T103000Z", ("09:00", "10:30")),
        ("20270603T090000Z", "20270603T103000Z", ("10:00", "11:30")),  # summer time
        (
            "TZID=Europe/Paris:20261203T100000",
            "TZID=Europe/Paris:20261203T110000",
            ("09:00", "10:00"),
        ),
        (
            "TZID=GMT Standard Time:20270603T090000",
            "TZID=GMT Standard Time:20270603T100000",
            ("09:00", "10:00"),
        ),
    ],
)
def test_times_are_londons(start, end, expected):
    one = only(event(start=start, end=end))
    assert (f"{one.starts_at:%H:%M}", f"{one.ends_at:%H:%M}") == expected


def test_over_several_days_it_takes_all_of_each_and_until_midnight_is_one_day():
    trip = only(event(start="20270601T070000", end="20270603T200000"))
    assert (trip.starts_on, trip.ends_on, trip.starts_at) == (
        dt.date(2027, 6, 1),
        dt.date(2027, 6, 3),
        None,
    )
    ball = only(event(start="20270601T190000", end="20270602T000000"))
    assert (ball.ends_on, ball.ends_at) == (dt.date(2027, 6, 1), dt.time(23, 59))


def test_what_repeats_is_spread_over_the_year_and_no_further():
    days = times(event(start="20200908", rrule="FREQ=WEEKLY;BYDAY=TU"))
    assert days[0] == ("2026-09-01", None) and days[-1] == ("2027-08-31", None)
    assert len(days) == 53


def test_a_repeated_time_stays_the_same_by_the_clock_when_the_clocks_change():
    found = times(
        event(
            start="TZID=Europe/London:20261021T090000",
            end="TZID=Europe/London:20261021T100000",
            rrule="FREQ=WEEKLY;COUNT=2",
        )
    )
    assert found == [("2026-10-21", "09:00"), ("2026-10-28", "09:00")]


def test_days_taken_out_added_moved_and_cancelled_are_followed():
    series = event(
        start="20261102T090000",
        end="20261102T100000",
        rrule="FREQ=WEEKLY;UNTIL=20261130T090000",
        exdate="20261109T090000",
        rdate="20261211T090000",
    )
    moved = event(start="20261117T140000", end="20261117T150000", recurrence_id="20261116T090000")
    gone = event(start="20261123T090000", recurrence_id="20261123T090000", status="CANCELLED")
    assert times(series, moved, gone) == [
        ("2026-11-02", "09:00"),
        ("2026-11-17", "14:00"),
        ("2026-11-30", "09:00"),
        ("2026-12-11", "09:00"),
    ]


def test_an_occurrence_keeps_its_key_when_it_is_moved():
    series = event(start="20261102", rrule="FREQ=WEEKLY;COUNT=2")
    moved = event(start="20261110", recurrence_id="20261109")
    before, after = (
        {one.key for one in read(*some).entries[0].occurrences}
        for some in ((series,), (series, moved))
    )
    assert before == after == {"one@school/20261102", "one@school/20261109"}


def test_a_cancelled_entry_and_one_of_another_year_are_not_there():
    assert times(event(status="CANCELLED"), event(uid="two", start="20251203")) == []


def test_careless_files_give_two_entries_the_same_identifier():
    found = read(event(title="A"), event(title="B", start="20261204"))
    keys = [one.key for entry in found.entries for one in entry.occurrences]
    assert len(set(keys)) == 2


def test_the_newest_of_an_entry_counts():
    found = read(event(title="New", sequence="2"), event(title="Old", sequence="1"))
    assert [entry.title for entry in found.entries] == ["New"]


def test_the_calendar_says_its_name_and_long_lines_are_unfolded():
    found = read(event(title="Year 11\r\n  mock exams"), name="Millbrook")
    assert (found.name, found.entries[0].title) == ("Millbrook", "Year 11 mock exams")


@pytest.mark.parametrize(
    "entry",
    [
        event(start="20261203", end="20261201"),
        event(start="20261203T090000", end="20261204"),
        event(rrule="FREQ=SECONDLY;COUNT=5"),
        event(rrule="FREQ=YEARLY;BYWEEKNO=20"),
        event(rrule="FREQ=WEEKLY;INTERVAL=0"),
        "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:No start\r\nEND:VEVENT",
    ],
)
def test_an_entry_that_makes_no_sense_is_left_out_with_a_sentence_and_the_rest_is_read(entry):
    found = read(entry, event(uid="fine", title="Fine"))
    assert [one.title for one in found.entries] == ["Fine"]
    [sentence] = found.left_out
    assert "was left out: " in sentence and sentence.endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Name,Year\r\nA,7\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        calendar(*[event(uid=str(number)) for number in range(MOST_EVENTS + 1)]),
        calendar(event()) + b" " * LARGEST,
        calendar(
            event(),
            more="BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
            "END:VTIMEZONE",
        ),
    ],
    ids=["empty", "a table", "cut off", "too many", "too large", "odd zone"],
)
def test_what_is_no_calendar_or_too_much_is_refused_with_a_sentence(data):
    with pytest.raises(UnreadableFile) as refused:
        reader.read_calendar(data, FIRST, LAST)
    assert refused.value.sentence.endswith(".")


def test_a_rule_that_never_fits_ends_with_the_year():
    assert times(event(start="20000101", rrule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")) == []
    assert times(event(start="20000131", rrule="FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")) == []


def test_walking_rules_has_an_end():
    rule = read_rule({"FREQ": ["DAILY"], "COUNT": [10_000]})
    with pytest.raises(TooMuch):
        list(days_of(rule, dt.date(2000, 1, 1), FIRST, LAST, Steps(100)))


def test_each_single_date_and_each_exception_is_a_step(monkeypatch):
    taken = []
    monkeypatch.setattr(Steps, "take", lambda self, number: taken.append(number))
    days = [f"202612{day:02}" for day in range(1, 31)]
    some = event(start="20261201", rdate=",".join(days), exdate=",".join(days[1:]))
    assert times(some) == [("2026-12-01", None)]
    assert sum(taken) == 30 + 29


def test_numbers_out_of_range_are_not_read():
    for part in ({"INTERVAL": [2000]}, {"BYMONTH": [13]}, {"BYDAY": ["XX"]}, {"COUNT": [0]}):
        with pytest.raises(UnreadRule):
            read_rule({"FREQ": ["YEARLY"], **part})


# The same rules by another program -----------------------------------------------------------

_days = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3)
_nth = st.lists(
    st.builds(
        lambda nth, day: f"{nth}{day}",
        # All with a number: with some the other program keeps only days that meet both kinds.
        st.sampled_from([-2, -1, 1, 2, 3, 4]),
        st.sampled_from(["MO", "TU", "WE", "FR"]),
    ),
    max_size=2,
)
_dates = st.lists(st.integers(-31, 31).filter(bool), max_size=2)
_months = st.lists(st.integers(1, 12), max_size=3)


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": frequency, "INTERVAL": draw(st.integers(1, 4))}
    parts["BYMONTH"] = draw(_months)
    if frequency != "WEEKLY":
        parts["BYMONTHDAY"] = draw(_dates)
    parts["BYDAY"] = draw(_nth if frequency in ("MONTHLY", "YEARLY") else _days)
    if draw(st.booleans()):
        parts["COUNT"] = draw(st.integers(1, 40))
    # Not of weeks: the other program counts positions from the first day on, not from the week's.
    if draw(st.booleans()) and parts["BYDAY"] and frequency == "MONTHLY":
        parts["BYSETPOS"] = draw(st.lists(st.sampled_from([1, 2, -1]), min_size=1, max_size=2))
    if draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(["MO", "SU", "WE"]))
    return ";".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in parts.items()
        if value != []
    )


@settings(max_examples=150, deadline=None, derandomize=True, phases=[Phase.generate])
@given(rules(), st.dates(dt.date(2023, 1, 1), dt.date(2027, 6, 1)))
def test_rules_mean_what_another_program_takes_them_to_mean(text, start):
    begins = dt.datetime.combine(start, dt.time())
    # Let the other program end with the year, where a rule may never fit.
    other = rrulestr(f"{text};UNTIL=20270831" if "COUNT" not in text else text, dtstart=begins)
    expected = [one.date() for one in other if FIRST <= one.date() <= LAST]
    found = list(days_of(read_rule(vRecur.from_ical(text)), start, FIRST, LAST, Steps()))
    assert found == expected


# Guessing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind", "years"),
    [
        ("Year 11 mock exams", "exam", (11,)),
        ("Y7-9 assessment week", "exam", (7, 8, 9)),
        ("Yr 12 & Yr 13 PPEs", "exam", (12, 13)),
        ("Years 7, 8 and 10 parents' evening", "other", (7, 8, 10)),
        ("GCSE exams begin", "exam", (11,)),
        ("A level mocks", "exam", (12, 13)),
        ("KS4 theatre trip", "trip", (10, 11)),
        ("INSET day (half term follows)", "inset", ()),
        ("Half-term", "holiday", ()),
        ("Governors' meeting", "other", ()),
        ("Year 100 celebration", "other", ()),
        ("Sixth form open evening", "other", (12, 13)),
        ("May Day 2027, 9 o'clock", "other", ()),
    ],
)
def test_words_say_what_it_is_and_for_whom(title, kind, years):
    assert (kind_in(title), year_groups_in(title)) == (kind, years)
