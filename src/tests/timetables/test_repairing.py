"""After an adviser falls ill: new times, and as few other people as possible move."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.interviews.models import Hold, Interview, Notice
from fingerpost.interviews.selectors.booking import ticks
from fingerpost.interviews.services import booking
from fingerpost.jobs.services import begin
from fingerpost.ledger.models import Channel, Entry
from fingerpost.timetables.enums import LossKind
from fingerpost.timetables.services import making, repairing
from fingerpost.timetables.services.making import TimetableError
from fingerpost.timetables.services.repairing import Loss, ask_for_repair, publish_repair
from tests.factories import interviews as make
from tests.factories import people
from tests.factories import timetables as tables


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def days():
    return tables.school_days(2)


@pytest.fixture
def two(school, days):
    """Two advisers; the first has times for four a day, the second for two."""
    first, second = make.adviser(school), make.adviser(school)
    tables.mornings(first, days, hours=3)
    tables.mornings(second, days, hours=2)
    return first, second


@pytest.fixture
def students(school):
    return [people.student(school) for _ in range(6)]


def _repair(timetable, adviser, first, last, by):
    loss = Loss(LossKind.ADVISER, str(adviser.pk), first, last)
    draft = ask_for_repair(timetable=timetable, losses=[loss], seconds=5, by=by)
    begin(function="fingerpost.timetables.tasks.make_draft", title="Repair", by=by, draft=draft.pk)
    draft.refresh_from_db()
    return draft


def _busiest(timetable, day):
    booked = Interview.objects.filter(starts_at__date=day)
    counts = {}
    for one in booked:
        counts.setdefault(one.adviser, []).append(one)
    return max(counts.items(), key=lambda item: len(item[1]))


def _changes(draft):
    return sorted(draft.seats.values_list("change", flat=True))


def test_only_those_who_lost_their_time_move_where_times_are_free(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, lost = _busiest(timetable, days[0])
    before = {one.pk: one.starts_at for one in Interview.objects.all()}
    draft = _repair(timetable, ill, days[0], days[0], by)
    assert draft.state == "ready"
    assert "nobody else moves" in draft.result["proof"]
    changed = set(draft.seats.filter(change="replaced").values_list("interview", flat=True))
    assert changed == {one.pk for one in lost}
    # Until it is published nothing has changed.
    assert {one.pk: one.starts_at for one in Interview.objects.all()} == before
    publish_repair(draft=draft, told_without="", by=by)
    after = {one.pk: one.starts_at for one in Interview.objects.all()}
    assert {key for key in before if before[key] != after[key]} <= changed
    assert not Interview.objects.filter(adviser=ill, starts_at__date=days[0]).exists()


def test_a_repair_keeps_ledger_holds_and_letters(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, _ = _busiest(timetable, days[0])
    draft = _repair(timetable, ill, days[0], days[0], by)
    Notice.objects.all().delete()
    publish_repair(draft=draft, told_without="", by=by)
    publish_repair(draft=draft, told_without="", by=by)
    for one in Interview.objects.all():
        wanted = set(ticks(one.starts_at, one.minutes))
        held = set(Hold.objects.filter(interview=one).values_list("tick", flat=True))
        assert held == wanted
        entry = Entry.objects.get(
            about=f"interview:{one.pk}", kind="interview_booked", superseded_by__isnull=True
        )
        assert entry.due_on == timezone.localdate(one.starts_at)


def test_where_no_time_is_left_the_interview_is_cancelled_with_the_reason(
    school, students, days, by
):
    adviser = make.adviser(school)
    tables.mornings(adviser, days, hours=2)
    timetable, _ = tables.published(school, students, by)
    draft = _repair(timetable, adviser, days[1], days[1] + dt.timedelta(weeks=30), by)
    assert _changes(draft) == ["kept"] * 3 + ["lost"] * 3
    publish_repair(draft=draft, told_without="Your adviser is ill.", by=by)
    cancelled = Interview.objects.filter(state="cancelled")
    assert [one.cancelled_because for one in cancelled] == ["Your adviser is ill."] * 3
    assert sorted(draft.seats.values_list("state", flat=True)) == ["booked"] * 3 + ["cancelled"] * 3
    assert Entry.objects.filter(kind="interview_cancelled").count() == 3


def test_two_may_change_places(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, _ = _busiest(timetable, days[0])
    draft = _repair(timetable, ill, days[0], days[0], by)
    one, other = draft.seats.filter(change="kept").order_by("was_at")[:2]
    for seat, target in ((one, other), (other, one)):
        draft.seats.filter(pk=seat.pk).update(
            change="moved",
            starts_at=target.was_at,
            adviser=target.was_adviser,
            room=target.was_room,
        )
    publish_repair(draft=draft, told_without="", by=by)
    one.interview.refresh_from_db()
    other.interview.refresh_from_db()
    assert (one.interview.starts_at, other.interview.starts_at) == (other.was_at, one.was_at)


def test_a_new_time_taken_meanwhile_is_told_and_the_others_move(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, lost = _busiest(timetable, days[0])
    draft = _repair(timetable, ill, days[0], days[0], by)
    taken = draft.seats.filter(change="replaced").order_by("starts_at").first()
    booking.book(
        student=people.student(school),
        appointment=booking.Appointment(taken.adviser, taken.starts_at, 40, taken.room_id),
        by=by,
    )
    publish_repair(draft=draft, told_without="", by=by)
    refused = draft.seats.get(state="refused")
    assert refused.pk == taken.pk
    refused.interview.refresh_from_db()
    assert refused.interview.starts_at == refused.was_at
    moved = draft.seats.filter(change="replaced", state="booked")
    assert moved.count() == len(lost) - 1
    for seat in moved.select_related("interview"):
        assert seat.interview.starts_at == seat.starts_at


def test_an_interview_moved_by_hand_meanwhile_stays_where_it_was_put(
    school, two, students, days, by
):
    timetable, _ = tables.published(school, students, by)
    ill, lost = _busiest(timetable, days[0])
    draft = _repair(timetable, ill, days[0], days[0], by)
    by_hand = booking.Appointment(two[1], make.at(50))
    booking.move(interview=lost[0], appointment=by_hand, by=by)
    publish_repair(draft=draft, told_without="", by=by)
    lost[0].refresh_from_db()
    assert lost[0].starts_at == by_hand.starts_at
    assert "moved meanwhile" in draft.seats.get(interview=lost[0]).because


def test_an_interview_put_outside_of_the_given_times_is_settled(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, _ = _busiest(timetable, days[0])
    kept = Interview.objects.exclude(adviser=ill, starts_at__date=days[0]).first()
    evening = dt.datetime.combine(days[1], dt.time(17), tzinfo=timezone.get_current_timezone())
    booking.move(interview=kept, appointment=booking.Appointment(kept.adviser, evening), by=by)
    draft = _repair(timetable, ill, days[0], days[0], by)
    assert draft.state == "ready", draft.because
    assert draft.seats.get(interview=kept).change == "kept"


def test_a_room_that_is_closed_is_left_for_another(school, students, days, by):
    adviser = make.adviser(school)
    room = tables.mornings(adviser, days, hours=2)
    tables.mornings(adviser, tables.school_days(4)[2:], hours=2)
    timetable, _ = tables.published(school, students, by)
    loss = Loss(LossKind.ROOM, f"here/{room.pk}", days[0], days[1])
    draft = ask_for_repair(timetable=timetable, losses=[loss], seconds=5, by=by)
    begin(function="fingerpost.timetables.tasks.make_draft", title="Repair", by=by, draft=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "ready", draft.because
    publish_repair(draft=draft, told_without="", by=by)
    assert not Interview.objects.filter(state="booked", room=room).exists()


def test_only_what_is_published_is_repaired(school, two, students, by):
    timetable = tables.timetable(school, students, by)
    loss = Loss(LossKind.ADVISER, str(two[0].pk), timezone.localdate(), timezone.localdate())
    with pytest.raises(TimetableError, match="published"):
        ask_for_repair(timetable=timetable, losses=[loss], seconds=5, by=by)


def test_a_repair_can_be_repaired_again(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, _ = _busiest(timetable, days[0])
    first = _repair(timetable, ill, days[0], days[0], by)
    publish_repair(draft=first, told_without="", by=by)
    again = _repair(timetable, ill, days[1], days[1], by)
    assert again.number == first.number + 1
    assert again.state == "ready", again.because
    publish_repair(draft=again, told_without="", by=by)
    assert not Interview.objects.filter(
        adviser=ill, state="booked", starts_at__date__in=days
    ).exists()


def test_the_work_may_be_done_twice(school, two, students, days, by):
    timetable, _ = tables.published(school, students, by)
    ill, _ = _busiest(timetable, days[0])
    draft = _repair(timetable, ill, days[0], days[0], by)
    before = _changes(draft)
    begin(function="fingerpost.timetables.tasks.make_draft", title="Repair", by=by, draft=draft.pk)
    assert _changes(draft) == before
    assert making.next_number(timetable) == draft.number + 1


def test_an_interview_that_somebody_saves_while_it_is_published_stays(
    school, students, days, by, monkeypatch
):
    adviser = make.adviser(school)
    tables.mornings(adviser, days, hours=2)
    timetable, _ = tables.published(school, students, by)
    draft = _repair(timetable, adviser, days[1], days[1] + dt.timedelta(weeks=30), by)
    lost = draft.seats.filter(change="lost").first()
    other = make.adviser(school)
    tables.mornings(other, days, hours=2)
    publish_all = repairing._publish_all

    def after_a_move(*given):
        if not Interview.objects.filter(pk=lost.interview_id, adviser=other).exists():
            at = booking.Appointment(other, lost.was_at, 40, channel=Channel.VIDEO)
            booking.move(interview=lost.interview, appointment=at, by=by)
        publish_all(*given)

    monkeypatch.setattr(repairing, "_publish_all", after_a_move)
    publish_repair(draft=draft, told_without="Your adviser is ill.", by=by)
    lost.refresh_from_db()
    assert (lost.state, lost.interview.state) == ("refused", "booked")
    assert lost.because == "The interview has been moved meanwhile."
