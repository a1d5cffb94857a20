"""What happens at one moment: on PostgreSQL two connections at once, and a worker that is killed.

SQLite lets one transaction write at a time, so that there is no such moment there; that its
answers stand in the same order is tested with real processes in `test_many_at_once.py`.
"""

import json
import os
import signal
import threading
import time

import pytest
from django.db import connection

from fingerpost.jobs import progress
from fingerpost.places.enums import OfferState
from fingerpost.places.models import Draft, Offer
from fingerpost.places.services import offers, publishing, refilling
from fingerpost.programme.models import Attendance, GroupSession
from tests.factories import people
from tests.factories import places as make
from tests.jobs.test_worker import wait_for, working

at_once = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes in turn.")


def run_together(*deeds):
    """Every deed in a thread of its own, begun together; what each answered or raised."""
    barrier, answers = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(at, deed):
        barrier.wait()
        try:
            answers[at] = deed()
        except Exception as error:
            answers[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def never_over_and_in_step():
    """No session is over its capacity, and everyone who is down has one live offer."""
    for session in GroupSession.objects.all():
        down = Attendance.objects.filter(session=session).count()
        assert down == session.taken <= session.capacity
        live = Offer.objects.filter(session=session, state__in=["offered", "accepted"])
        assert live.count() == down


@at_once
@pytest.mark.django_db(transaction=True)
def test_yes_and_no_at_once_leave_one_answer():
    school, by = people.school(), people.person()
    make.scarce(school, by, places=1, wanting=2)
    offer = Offer.objects.get()
    answers = run_together(
        lambda: offers.accept_offer(offer=offer, by=by),
        lambda: offers.refuse_offer(offer=offer, by=by),
    )
    offer.refresh_from_db()
    # No comes last or makes yes too late; either way the place is not both.
    assert offer.state == OfferState.REFUSED
    assert answers[1] is True
    never_over_and_in_step()


@at_once
@pytest.mark.django_db(transaction=True)
def test_many_refusals_and_refills_at_once_never_give_a_place_twice():
    school, by = people.school(), people.person()
    of, _, _ = make.scarce(school, by, places=6, wanting=14)
    standing = list(Offer.objects.all())
    deeds = [lambda offer=offer: offers.refuse_offer(offer=offer, by=by) for offer in standing[:4]]
    deeds += [lambda: refilling.refill(of=of, by=by)] * 4
    answers = run_together(*deeds)
    assert not [one for one in answers if isinstance(one, Exception)], answers
    refilling.refill(of=of, by=by)
    never_over_and_in_step()
    assert make.taken(standing[0].session) == 6
    assert Offer.objects.filter(state=OfferState.REFUSED).count() == 4


@at_once
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_once():
    school, by = people.school(), people.person()
    [session] = make.sessions(school, 1, capacity=2)
    of = make.round_of(school, [session], by=by)
    for student in make.students(school, 4):
        make.rank(of, student, session)
    of = make.closed(of)
    one, other = make.draft(of), make.draft(of)
    answers = run_together(
        lambda: publishing.publish(draft=one, by=by),
        lambda: publishing.publish(draft=other, by=by),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NotNow", "int"]
    assert Draft.objects.filter(published_at__isnull=False).count() == 1
    assert Offer.objects.count() == 2
    never_over_and_in_step()


# A worker that is killed ---------------------------------------------------------------------

PREPARE = """
import json, sys
import django
django.setup()
from fingerpost.jobs import services
from fingerpost.places.models import Draft, Round
from fingerpost.places.services import drafts, rankings, rounds
from fingerpost.students.models import Student
services.MOMENT = 0
of = Round.objects.get(pk=int(sys.argv[1]))
sessions = list(of.sessions.values_list("session_id", flat=True))
for n, student in enumerate(Student.objects.order_by("pk")):
    turned = sessions[n % len(sessions):] + sessions[:n % len(sessions)]
    rankings.submit_ranking(of=of, student=student, choices=turned, based_on=0, by=student.person)
rounds.close_round(of=of, by=None)
of.refresh_from_db()
draft = drafts.ask_for_draft(of=of, mode="fair", by=None)
job = services.begin(
    function="fingerpost.places.tasks.work_out_draft", title="A draft", by=None, draft=draft.pk
)
print(json.dumps([draft.pk, str(job.pk)]))
"""


def test_a_worker_killed_during_a_run_leaves_the_draft_as_it_was_and_the_next_finishes_it(
    installation, settings
):
    from uuid import UUID

    from tests.factories import crowd

    settings.HOME = installation.home
    made = crowd.prepare(installation, 120)
    draft, job = json.loads(installation.run("-c", PREPARE, str(made.of)))

    def state():
        asked = f"select state, problem_hash from places_draft where id = {draft}"
        return tuple(installation.all(asked)[0])

    with working(installation) as worker:
        wait_for(lambda: progress.told(UUID(job)).words)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert state() in {("waiting", ""), ("ready", state()[1])}
    before = state()
    silent = time.time() - progress.SILENT_SECONDS - 1
    if (path := progress._path(UUID(job))).exists():
        os.utime(path, (silent, silent))
    with working(installation):
        wait_for(lambda: state()[0] == "ready")
        wait_for(lambda: not path.exists())
    assert before[0] == "waiting" or before == state()
    assert len(state()[1]) == 64
    assert installation.one("select count(*) from places_offer") == 0
