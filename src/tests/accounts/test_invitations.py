"""Sign-ins for many: by e-mail over a real server, on slips, and nothing twice."""

import itertools
import re
import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from fingerpost.accounts import names
from fingerpost.accounts.enums import Role
from fingerpost.accounts.models import Invitation, Person, RoleHolding
from fingerpost.accounts.services import invitations
from fingerpost.accounts.services.tries import claim_try
from fingerpost.accounts.views import joining
from fingerpost.jobs.models import Job
from fingerpost.students.models import Student
from tests.factories import people

pytestmark = pytest.mark.django_db
PASSWORD = "signposts and maps"


@pytest.fixture(autouse=True)
def shared_cache(db):
    call_command("createcachetable", verbosity=0)
    cache.clear()


class _Smtp(socketserver.StreamRequestHandler):
    """As much of a mail server as it takes to be sent to (RFC 5321)."""

    def handle(self):
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            elif verb == "RCPT" and "refused" in line:
                self._say("550 no such letter box")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.letters.append(b"".join(lines).decode())
        self._say("250 taken")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def letters(settings):
    """The letters a mail server on this machine is sent."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    server.daemon_threads = True
    server.letters = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
    settings.EMAIL_USE_TLS = False
    yield server.letters
    server.shutdown()
    server.server_close()


@pytest.fixture
def administrator(client_of):
    return client_of(Role.ADMINISTRATOR)


def group_of(school, count, **fields):
    group = people.tutor_group(school, "10A")
    for number in range(count):
        people.student(
            school, tutor_group=group, **{"email": f"made{number}@example.org", **fields}
        )
    return group


def post(client, todo, where=""):
    """The button pressed, and the question after it answered with yes."""
    return client.post(f"/roll/sign-ins/{where}", {"todo": todo, "sure": "yes"}, follow=True)


def test_a_tutor_group_is_invited_over_a_real_mail_server_and_nobody_twice(
    administrator, school, letters
):
    group = group_of(school, 3)
    people.student(school, email="other@example.org")
    where = f"?group={group.pk}"
    page = post(administrator, "email", where).content.decode()
    assert "3 invitations sent" in page
    assert len(letters) == 3
    post(administrator, "email", where)
    assert len(letters) == 3
    assert Person.objects.filter(holdings__role=Role.STUDENT).count() == 3
    assert all("To: made" in letter for letter in letters)


def test_an_address_that_is_refused_is_told_and_can_be_tried_again(administrator, school, letters):
    people.student(school, email="good@example.org")
    bad = people.student(school, email="refused@example.org")
    page = post(administrator, "email").content.decode()
    assert "1 could not be sent" in page
    assert "Could not be sent" in page
    Person.objects.filter(student=bad).update(email="right@example.org")
    post(administrator, "email")
    assert len(letters) == 2


@pytest.mark.parametrize("todo", ["email", "again", "slips"])
def test_many_are_told_only_after_a_second_question(administrator, school, mailoutbox, todo):
    group = group_of(school, 2)
    if todo == "again":
        post(administrator, "email")
        mailoutbox.clear()
    if todo == "slips":
        Student.objects.update(email="")
    before = list(Invitation.objects.values())
    where = f"/roll/sign-ins/?group={group.pk}"
    page = administrator.post(where, {"todo": todo}).content.decode()
    assert re.search(r"<h1[^>]*>[^<]* 2 students[^<]*\?", page)
    assert f'href="{where}"' in page
    assert list(Invitation.objects.values()) == before
    assert not mailoutbox
    sure = dict(re.findall(r'type="hidden" name="(todo|sure)" value="(\w+)"', page))
    administrator.post(where, sure)
    assert list(Invitation.objects.values()) != before


def test_those_who_have_come_are_not_sent_it_again(administrator, school, mailoutbox):
    group_of(school, 2)
    post(administrator, "email")
    come = Person.objects.get(email="made0@example.org")
    come.set_password(PASSWORD)
    come.save()
    post(administrator, "again")
    assert [mail.to for mail in mailoutbox].count(["made0@example.org"]) == 1
    assert [mail.to for mail in mailoutbox].count(["made1@example.org"]) == 2


def test_an_invitation_that_another_request_is_sending_is_left_alone(school, mailoutbox):
    person = people.person()
    held = people.holding(person, school, Role.TUTOR)
    invitations.ask(holdings=[held], root="http://here", by=None)
    Invitation.objects.update(state="sending")
    assert invitations.send_waiting(school=school, by=None, seconds=60) == (0, 0)
    assert not mailoutbox


def test_sending_stops_in_time_and_goes_on_where_it_stopped(administrator, school, mailoutbox):
    held = [people.holding(people.person(), school, Role.TUTOR) for _ in range(3)]
    invitations.ask(holdings=held, root="http://here", by=None)
    assert invitations.send_waiting(school=school, by=None, seconds=-1) == (0, 0)
    assert "3 invitations wait to be sent" in administrator.get("/account/people/").content.decode()
    administrator.post("/schools/invitations/send/")
    assert len(mailoutbox) == 3


def test_many_are_sent_by_several_jobs_so_that_other_work_has_its_turn(
    administrator, school, mailoutbox, monkeypatch
):
    group_of(school, 5)
    # Each mail takes 4 seconds of a job's 10.
    seconds = itertools.count(step=4)
    monkeypatch.setattr(invitations, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    page = post(administrator, "email").content.decode()
    assert "2 invitations sent. 3 more are being sent now." in page
    assert len(mailoutbox) == 5
    assert [job.outcome["sentence"] for job in Job.objects.order_by("-made_at")] == [
        "1 invitation sent.",
        "2 invitations sent. 1 more is being sent now.",
        "2 invitations sent. 3 more are being sent now.",
    ]


def test_where_the_mail_server_takes_nothing_nobody_goes_on_trying(
    administrator, school, monkeypatch, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    group_of(school, 3)
    seconds = itertools.count(step=8)
    monkeypatch.setattr(invitations, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    page = post(administrator, "email").content.decode()
    assert "1 could not be sent. Check the mail settings. 2 still wait." in page
    assert Job.objects.count() == 1


def test_slips_let_students_without_email_in_once(administrator, client, school):
    group = group_of(school, 2, email="", given_name="Zoë", family_name="O’Brien")
    page = post(administrator, "slips", f"?group={group.pk}").content.decode()
    codes = re.findall(r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4})</strong>", page)
    assert len(codes) == 2
    assert "zoe.obrien2" in page
    assert not Invitation.objects.filter(code_digest__in=codes).exists()
    client.logout()
    answer = client.post("/account/code/", {"code": codes[0].lower()})
    form = client.get(answer["Location"], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    client.logout()
    come = next(person for person in Person.objects.all() if person.has_usable_password())
    name = names.shown(come.email)
    assert client.post("/sign-in/login/", {"login": name, "password": PASSWORD}).status_code == 302
    assert Student.objects.filter(person=client.get("/").wsgi_request.user).exists()
    client.logout()
    again = client.post("/account/code/", {"code": codes[0]}).content.decode()
    assert "That is not right" in again


def test_each_button_says_how_many_it_is_for_and_is_gone_when_nobody_is_left(administrator, school):
    group_of(school, 2)
    group = people.tutor_group(school, "10B")
    people.student(school, tutor_group=group, email="")

    def buttons(query=""):
        page = administrator.get(f"/roll/sign-ins/{query}").content.decode()
        return re.findall(r'name="todo" value="(\w+)"[^>]*>([^<]+)<', page)

    slips = ("slips", "Make slips for 1 student without e-mail")
    assert buttons() == [("email", "Invite 2 students by e-mail"), slips]
    assert buttons(f"?group={group.pk}") == [slips]
    post(administrator, "email")
    assert buttons() == [slips, ("again", "Send again to 2 students who have not come yet")]


def test_a_new_slip_takes_the_place_of_the_old_one(administrator, client, school):
    group_of(school, 1, email="")
    pages = [post(administrator, "slips").content.decode() for _ in range(2)]
    first, second = (re.search(r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4})<", page)[1] for page in pages)
    client.logout()
    assert client.post("/account/code/", {"code": first}).status_code == 200
    assert client.post("/account/code/", {"code": second}).status_code == 302


def test_guessing_codes_is_cut_off(client, school, monkeypatch):
    monkeypatch.setattr(joining, "WRONG_CODES", 2)
    for _ in range(2):
        client.post("/account/code/", {"code": "BBBB-BBBB"})
    assert "Wait ten minutes" in client.post("/account/code/", {"code": "B"}).content.decode()


def test_a_try_counts_although_another_read_before_it_was_counted(monkeypatch):
    monkeypatch.setattr(cache, "get_many", lambda places: {})
    places = [claim_try("slip:test", most=2, seconds=86_400) for _ in range(3)]
    assert [place is not None for place in places] == [True, True, False]


def test_a_right_code_is_not_counted_among_the_wrong_ones(
    administrator, client, school, monkeypatch
):
    monkeypatch.setattr(joining, "WRONG_CODES", 1)
    group_of(school, 2, email="")
    [first, second] = re.findall(
        r"<strong>([A-Z0-9]{4}-[A-Z0-9]{4})</strong>",
        post(administrator, "slips").content.decode(),
    )
    client.logout()
    for right in (first, second):
        assert client.post("/account/code/", {"code": right}).status_code == 302
    client.post("/account/code/", {"code": "BBBB-BBBB"})
    refused = client.post("/account/code/", {"code": second})
    assert "Wait ten minutes" in refused.content.decode()


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the tests' own SQLite is not shared between threads"
)
@pytest.mark.django_db(transaction=True)
def test_wrong_codes_sent_at_the_same_time_are_all_counted():
    def tries(_):
        try:
            return [claim_try("slip:test", most=7, seconds=86_400) for _ in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as together:
        places = [place for one in together.map(tries, range(8)) for place in one]
    let_in = [place for place in places if place]
    assert (len(places), len(let_in), len(set(let_in))) == (40, 7, 7)


def test_nothing_is_ever_sent_to_a_sign_in_name(client, school, mailoutbox):
    person = people.person_with(Role.STUDENT, school=school, email=f"asha@{names.DOMAIN}")
    assert invitations.ask(holdings=person.holdings.all(), root="", by=None) == 0
    client.post("/sign-in/password/reset/", {"email": person.email})
    assert not mailoutbox


def test_staff_come_from_a_spreadsheet(administrator, school, mailoutbox):
    rows = (
        "Name\tEmail\tRole\nNina New\tnina@example.org\tTutor\n\n"
        "Omar Old\tomar@example.org\tcareers adviser"
    )
    administrator.post("/schools/staff/many/", {"rows": rows})
    administrator.post("/schools/staff/many/", {"rows": rows})
    held = RoleHolding.objects.filter(school=school, role__in=[Role.TUTOR, Role.ADVISER])
    assert {str(one) for one in held} == {"Nina New, Tutor", "Omar Old, Careers adviser"}
    assert len(mailoutbox) == 2


def test_rows_that_cannot_be_right_are_named_and_nobody_is_added(administrator):
    rows = "Nina New,nina@example.org,Tutor\nOmar,not an address,Tutor\nEve,eve@example.org,King"
    page = administrator.post("/schools/staff/many/", {"rows": rows}).content.decode()
    assert "Row 2" in page
    assert "Row 3" in page
    assert not Person.objects.filter(email="nina@example.org").exists()


def test_staff_whom_another_school_let_in_are_told_of_the_new_role(administrator, mailoutbox):
    person = people.person_with(
        Role.TUTOR, school=people.school(), email="nina@example.org", password=PASSWORD
    )
    administrator.post("/schools/staff/many/", {"rows": f"Nina,{person.email},Tutor"})
    assert "Sign in as you always do" in mailoutbox[0].body


def test_students_who_sign_in_already_get_no_invitation(administrator, school, mailoutbox):
    person = people.person_with(Role.STUDENT, school=school, password=PASSWORD)
    Student.objects.filter(person=person).update(email=person.email)
    post(administrator, "email")
    post(administrator, "again")
    assert not mailoutbox


def test_a_student_who_signs_in_with_a_school_account_gets_no_slip(administrator, school):
    """Else whoever empties their e-mail address on the roll could come in beside them."""
    student = people.person_with(Role.STUDENT, school=school)
    student.set_unusable_password()
    student.save()
    held = RoleHolding.objects.filter(person=student)
    [(_, code)] = invitations.make_slips(holdings=held, school=school, by=None)
    assert invitations.person_with_code(code) == student
    student.last_login = timezone.now()
    student.save()
    assert invitations.person_with_code(code) is None
    held = RoleHolding.objects.filter(person=student)
    assert invitations.make_slips(holdings=held, school=school, by=None) == []
