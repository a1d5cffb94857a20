"""Group bookings: all at one press, nobody twice, and a page that says what came of it."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.interviews.enums import PlaceState
from fingerpost.interviews.models import GroupBooking, GroupPlace, Interview
from fingerpost.interviews.selectors.booking import Search, free_slots
from fingerpost.interviews.services import booking, group_bookings
from fingerpost.interviews.services.group_bookings import Terms, Wish, ask_for_group, propose
from fingerpost.jobs.models import Job
from fingerpost.jobs.tasks import run_job
from fingerpost.students.services.belongings import belongings
from tests.factories import interviews as make
from tests.factories import people

PORTION = group_bookings.PORTION


@pytest.fixture
def by(school):
    return people.person_with(Role.CAREERS_LEADER, school=school)


@pytest.fixture
def adviser(school):
    return make.adviser(school)


def quiet(*told):
    """Nobody watches."""


def _ask(students, school, by, **terms):
    wishes = [one if isinstance(one, Wish) else Wish(one) for one in students]
    terms = Terms(timezone.now(), **terms)
    return ask_for_group(wishes=wishes, terms=terms, school=school, by=by)


def _book(group, by, tell=quiet):
    group_bookings.book_places(group=group, by=by, tell=tell)
    return [place.state for place in group.places.order_by("position")]


def _slots(school):
    return free_slots(school, Search(since=timezone.now()))


def test_a_proposal_never_gives_one_room_twice_at_a_time(school, adviser):
    room = people.room(school)
    make.availability(adviser, room=room)
    make.availability(make.adviser(school), room=room)
    slots = free_slots(school, Search(since=timezone.now()))
    students = [people.student(school) for _ in range(4)]
    given = [slot for _, slot in propose(students, slots)]
    assert [slot.starts_at for slot in given[:3]] == [
        make.at(),
        make.at(minute=40),
        make.at(hour=10, minute=20),
    ]
    assert given[3] is None


def test_many_are_booked_in_the_order_given_and_the_rest_are_told(school, adviser, by):
    make.availability(adviser)
    students = [people.student(school) for _ in range(5)]
    ahead = booking.Appointment(adviser, make.at(20))
    booking.book(student=students[1], appointment=ahead, by=by)
    group = _ask(students, school, by, reason="After the options evening")
    assert _book(group, by) == ["booked", "already", "booked", "booked", "no_time"]
    booked = [group.places.get(student=students[n]).interview for n in (0, 2, 3)]
    assert [one.starts_at for one in booked] == [slot.starts_at for slot in booked_times(school)]
    assert {one.reason for one in booked} == {"After the options evening"}
    assert not Event.objects.filter(subject_label="").exists()
    assert Event.objects.filter(subject_type="interviews.interview", actor=by).count() == 4


def booked_times(school):
    """The three times that were given, in order."""
    return sorted(Interview.objects.order_by("starts_at")[:3], key=lambda one: one.starts_at)


def test_booking_again_books_nobody_twice(school, adviser, by):
    make.availability(adviser)
    students = [people.student(school) for _ in range(2)]
    group = _ask(students, school, by)
    assert _book(group, by) == _book(group, by) == ["booked", "booked"]
    assert _book(_ask(students, school, by), by) == ["already", "already"]
    assert Interview.objects.count() == 2


def test_chosen_times_come_first_and_are_not_given_to_others(school, adviser, by):
    make.availability(adviser)
    one, other = people.student(school), people.student(school)
    first = _slots(school)[0]
    group = _ask([other, Wish(one, first.key, "Ms Trust")], school, by)
    assert _book(group, by) == ["booked", "booked"]
    assert one.interviews.get().starts_at == first.starts_at
    assert one.interviews.get().accompanying_adult == "Ms Trust"
    assert other.interviews.get().starts_at > first.starts_at


def test_a_chosen_time_that_was_taken_is_told_of_and_holds_nobody_up(school, adviser, by):
    make.availability(adviser)
    one, other = people.student(school), people.student(school)
    first, second, _ = _slots(school)
    group = _ask([Wish(one, first.key), Wish(other, second.key)], school, by)
    taken = booking.Appointment.at(first)
    booking.book(student=people.student(school), appointment=taken, by=by)
    assert _book(group, by) == ["refused", "booked"]
    assert "has been booked for that time" in group.places.get(student=one).because


def test_a_leaver_is_refused_and_takes_nobodys_time(school, adviser, by):
    make.availability(adviser)
    leaver, other = people.student(school, left_on=timezone.localdate()), people.student(school)
    group = _ask([leaver, other], school, by)
    assert _book(group, by) == ["refused", "booked"]
    assert other.interviews.get().starts_at == make.at()


def test_what_dies_in_the_middle_leaves_whole_portions_and_goes_on(school, adviser, by):
    for days in range(7, 15):
        make.availability(adviser, on=make.at(days).date())
    group = _ask([people.student(school) for _ in range(PORTION * 2)], school, by)

    def die(words, done, total):
        if done:
            raise SystemExit

    with pytest.raises(SystemExit):
        _book(group, by, tell=die)
    assert Interview.objects.count() == PORTION
    assert set(_book(group, by)) == {"booked"}
    assert Interview.objects.count() == PORTION * 2


def test_an_error_in_a_portion_takes_the_whole_portion_back(school, adviser, by, monkeypatch):
    make.availability(adviser)
    group = _ask([people.student(school) for _ in range(2)], school, by)
    book, calls = group_bookings.book, []

    def fail_at_the_second(**asked):
        calls.append(asked)
        if len(calls) == 2:
            raise RuntimeError
        return book(**asked)

    monkeypatch.setattr(group_bookings, "book", fail_at_the_second)
    with pytest.raises(RuntimeError):
        _book(group, by)
    assert not Interview.objects.exists()
    assert set(group.places.values_list("state", flat=True)) == {"waiting"}


def test_a_place_that_another_run_has_is_left_alone(school, adviser, by, monkeypatch):
    make.availability(adviser)
    group = _ask([people.student(school)], school, by)
    hand = group_bookings._GroupInHand(group, by)
    places = list(group.places.values_list("pk", flat=True))
    group.places.update(state=PlaceState.BOOKED)
    hand.book_portion(places)
    assert not Interview.objects.exists()


def test_what_is_kept_of_a_student_includes_their_place(school, by):
    student = people.student(school)
    _ask([student], school, by)
    assert GroupPlace in dict(belongings(student))


def test_progress_is_told(school, adviser, by):
    told = []
    group = _ask([people.student(school) for _ in range(PORTION + 1)], school, by)
    _book(group, by, tell=lambda *words: told.append(words))
    assert [(done, total) for _, done, total in told] == [(0, PORTION + 1), (PORTION, PORTION + 1)]


# Pages ---------------------------------------------------------------------------------------


def _address(students):
    return f"{reverse('interviews:book')}?students={','.join(str(one.pk) for one in students)}"


def _press(client, students, **more):
    form = client.get(_address(students)).context["form"]
    posted = {f"slot_{student.pk}": slot.key for student, slot in form.rows if slot}
    return client.post(_address(students), {**posted, "channel": "in_person", **more})


def test_a_whole_year_group_is_booked_at_one_press(client_of, adviser, school):
    for days in range(7, 12):
        make.availability(adviser, on=make.at(days).date(), slot_minutes=10)
    students = [people.student(school) for _ in range(45)]
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(_address(students))
    assert len(page.context["form"].rows) == 30
    assert "The other 15 get the next free times" in " ".join(page.content.decode().split())
    answer = _press(client, students)
    group = GroupBooking.objects.get()
    assert answer["Location"] == reverse("interviews:group", args=[group.pk])
    assert Interview.objects.count() == 45
    shown = client.get(answer["Location"]).content.decode()
    assert "45 interviews booked." in shown
    assert all(str(student) in shown for student in students)


def test_the_page_says_who_could_not_be_booked_and_why(client_of, adviser, school):
    make.availability(adviser)
    students = [people.student(school) for _ in range(4)]
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(_press(client, students)["Location"])
    assert "3 interviews booked." in page.content.decode()
    assert "For 1 student none was booked" in page.content.decode()
    left = client.get(f"{page.request['PATH_INFO']}?show=no_time").content.decode()
    assert str(students[3]) in left
    assert "Why there is none" in left
    assert f'href="{reverse("interviews:book")}?students={students[3].pk}"' in left


def test_whoever_is_set_to_not_now_is_not_booked(client_of, adviser, school):
    make.availability(adviser)
    students = [people.student(school) for _ in range(2)]
    _press(client_of(Role.CAREERS_LEADER), students, **{f"slot_{students[0].pk}": ""})
    assert [one.student for one in Interview.objects.all()] == [students[1]]
    assert GroupPlace.objects.count() == 1


def test_nobody_elses_group_booking_is_found_and_no_student_out_of_scope(
    client_of, adviser, school, by
):
    make.availability(adviser)
    group = _ask([people.student(school)], school, by)
    for name in ("group", "group_cancel"):
        address = reverse(f"interviews:{name}", args=[group.pk])
        assert client_of(Role.CAREERS_LEADER).get(address).status_code == 404
    client = client_of(Role.TUTOR)
    people.holding(client.person, school, Role.ADVISER, all_students=False)
    own = _ask([people.student(school)], school, client.person)
    assert client.get(reverse("interviews:group", args=[own.pk])).status_code == 404


def test_every_figure_of_it_opens_its_list(client_of, adviser, school):
    from lxml import html

    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    students = [people.student(school) for _ in range(5)]
    ahead = _ask([students[0]], school, client.person)
    address = _press(client, students[1:])["Location"]
    assert ahead.places.count() == 1
    figures = html.fromstring(client.get(address).content).xpath("//a[.//data[@class='fp-figure']]")
    assert len(figures) == 2
    for figure in figures:
        number = figure.xpath(".//data/@value")
        there = html.fromstring(client.get(address + figure.get("href")).content)
        assert there.xpath("//data[@class='fp-total']/@value") == number
        assert there.xpath("//*[@id='list']")


def test_looking_at_who_was_booked_is_noted(client_of, adviser, school):
    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    client.get(_press(client, [people.student(school), people.student(school)])["Location"])
    noted = Event.objects.get(subject_label="Group booking", deed="looked")
    assert noted.details["students"] == 2


def test_all_that_was_just_booked_can_be_cancelled_together(client_of, adviser, school):
    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    students = [people.student(school) for _ in range(3)]
    address = _press(client, students)["Location"]
    kept = students[0].interviews.get()
    Interview.objects.filter(pk=kept.pk).update(starts_at=make.at(-1))
    assert "Cancel 2 interviews?" in client.get(f"{address}cancel/").content.decode()
    answer = client.post(f"{address}cancel/", {"because": "The adviser is ill"})
    assert answer["Location"] == address
    states = [one.interviews.get().state for one in students]
    assert states == ["booked", "cancelled", "cancelled"]
    page = client.get(address).content.decode()
    assert "2 interviews cancelled" in page
    assert "Cancelled since: " in client.get(f"{address}?show=cancelled").content.decode()
    assert "Book for those without one" in page
    assert client.get(f"{address}cancel/")["Location"] == address


def test_a_group_booking_is_a_job_that_people_wait_for(
    client_of, adviser, school, settings, django_capture_on_commit_callbacks, monkeypatch
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("fingerpost.jobs.services.MOMENT", 0)
    make.availability(adviser)
    client = client_of(Role.CAREERS_LEADER)
    students = [people.student(school, person=people.person()) for _ in range(2)]
    answer = _press(client, students)
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job", args=[job.pk])
    assert not Interview.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        run_job.func(str(job.pk))
    assert Interview.objects.count() == 2
    assert mail.outbox == []
    letters = Job.objects.get(state="waiting")
    run_job.func(str(letters.pk))
    # One to each student, one to the adviser about both.
    assert len(mail.outbox) == 3
