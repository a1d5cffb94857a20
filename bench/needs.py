"""The next steps of everyone: from the ledger on, against a plain loop over students.

    python -m bench.needs [STUDENTS]

Both sides begin at the database and end with each student's ordered next steps and scores, by
the same rules; that they agree is checked. The plain loop takes one student after another as
Django objects, works out the facts in ifs and loops, and tries each rule. It is timed twice:
with the objects fetched as the loop comes to them, and with all fetched beforehand in three
queries. Fingerpost is timed as it works: after one new ledger line in a running process, and
in a new process, which has nothing but the files that an earlier one has compiled.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from bench import Result

RUNS = 7
PLAIN_RUNS = 3
GOAL = 50.0


def _started(home: str) -> None:
    os.environ["FINGERPOST_HOME"] = home
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.config.settings"
    import django

    django.setup()


def _built(count: int) -> tuple[int, int]:
    from django.core.management import call_command

    from fingerpost.demonstration.services import build
    from fingerpost.ledger.models import Entry

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    school = build(number=count)
    return school.students.count(), Entry.objects.count()


def _everyones_steps():
    """What Fingerpost does: student to the ordered rules and scores."""
    from fingerpost.schools.models import School
    from fingerpost.signposting.bridge import assessment_of

    return assessment_of(School.objects.get()).outlines()


def _warm(run: int) -> tuple[float, float]:
    """Seconds for everyone's steps after one new line, and for their wording on top."""
    from django.utils import timezone

    from fingerpost.ledger import services
    from fingerpost.schools.models import School
    from fingerpost.signposting.bridge import assessment_of

    school = School.objects.get()
    today = timezone.localdate()
    student = school.students.filter(left_on__isnull=True).order_by("pk")[run * 50]
    services.record([services.Line(student, "guidance_interview", today)], by=None)
    start = time.perf_counter()
    _everyones_steps()
    ordered = time.perf_counter()
    for _ in assessment_of(school).steps():
        pass
    return ordered - start, time.perf_counter() - ordered


def _plain(at_once: bool):
    """What a plain program does: seconds, and student to the ordered rules and scores."""
    from django.utils import timezone

    from fingerpost import rules
    from fingerpost.engines.needs import Override
    from fingerpost.engines.needs.checker import expected
    from fingerpost.signposting.models import Override as Decision
    from fingerpost.students.models import Student
    from tests.measures.plain_facts import facts_of, is_on_roll

    today = timezone.localdate()
    in_force = rules.next_step_rules(today)
    start = time.perf_counter()
    students = Student.objects.select_related("school")
    if at_once:
        students = students.prefetch_related("ledger", "characteristics")
    decided = [
        Override(made.student_id, made.rule, made.kind, made.until_on, made.reason)
        for made in Decision.objects.filter(ended_at=None).order_by("made_at", "id")
    ]
    steps = {
        student.pk: expected(facts_of(student, today), in_force, today, decided).steps
        for student in students
        if is_on_roll(student, today)
    }
    return time.perf_counter() - start, steps


def _cold(home: str) -> float:
    """Seconds inside a new process from the first import of slow libraries to the steps."""
    program = (
        f"import time; from bench import needs; needs._started({home!r}); "
        "start = time.perf_counter(); needs._everyones_steps(); "
        "print(time.perf_counter() - start)"
    )
    # Python's own compiled files are kept, as an installation has them from its second start on.
    kept = {"PYTHONPYCACHEPREFIX": f"{home}/pycache", "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | kept,
    )
    return float(done.stdout)


def _compared(home: str) -> dict[str, float]:
    _cold(home)
    cold = statistics.median(_cold(home) for _ in range(3))
    _everyones_steps()
    _warm(0)
    warm, wording, each, at_once = [], [], [], []
    # One side after the other in turn, so that a busy moment of the machine meets both.
    for run in range(1, RUNS + 1):
        ordered, words = _warm(run)
        warm.append(ordered)
        wording.append(words)
        if run <= PLAIN_RUNS:
            seconds, steps = _plain(at_once=False)
            each.append(seconds)
            at_once.append(_plain(at_once=True)[0])
            if steps != _everyones_steps():
                raise SystemExit("needs: the two sides do not give the same next steps")
    found = {"cold": cold, "warm": warm, "wording": wording, "each": each, "at_once": at_once}
    return {
        name: value if name == "cold" else statistics.median(value) for name, value in found.items()
    }


def main(count: int = 2_000) -> list[Result]:
    """Run the comparison and print it."""
    with tempfile.TemporaryDirectory() as home:
        _started(home)
        students, lines = _built(count)
        took = _compared(home)
        from django.db import connection

        connection.close()
    ratio, against_prefetched = took["each"] / took["warm"], took["at_once"] / took["warm"]
    what = f"{students:,} students, {lines:,} ledger lines, SQLite"
    print(f"needs: {what}, median of {RUNS} runs ({PLAIN_RUNS} of the plain loop)")
    print(f"  plain loop, objects fetched one by one     {took['each'] * 1000:8.0f} ms")
    print(f"  plain loop, objects fetched at once        {took['at_once'] * 1000:8.0f} ms")
    print(f"  Fingerpost, after one new line             {took['warm'] * 1000:8.0f} ms")
    print(f"  the same with every step worded, more      {took['wording'] * 1000:8.0f} ms")
    print(f"  Fingerpost, first in a new process         {took['cold'] * 1000:8.0f} ms")
    print(f"  ratio, fetched one by one                  {ratio:8.1f}   (at least {GOAL:g})")
    print(f"  ratio, fetched at once                     {against_prefetched:8.1f}")
    print(f"  ratio in a new process, one by one         {took['each'] / took['cold']:8.1f}")
    return [
        Result(
            f"Next steps of everyone after one new ledger line ({what})",
            took["warm"],
            "the same rules in a plain loop over Django objects",
            took["each"],
            ratio,
            f"at least {GOAL:g} times faster",
            ratio >= GOAL,
        ),
        Result(
            "The same",
            took["warm"],
            "the plain loop with all objects fetched at once",
            took["at_once"],
            against_prefetched,
            "",
            None,
        ),
        Result(
            "The same with the words of every step",
            took["warm"] + took["wording"],
            "the plain loop, which makes no words",
            took["each"],
            took["each"] / (took["warm"] + took["wording"]),
            "",
            None,
        ),
        Result(
            "The same, first in a new process, slow libraries imported on the way",
            took["cold"],
            "the plain loop",
            took["each"],
            took["each"] / took["cold"],
            "",
            None,
        ),
    ]


if __name__ == "__main__":
    found = main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
    sys.exit(any(one.holds is False for one in found))
