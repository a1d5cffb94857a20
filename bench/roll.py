"""How long a roll takes to apply, against a bare bulk insert of the same rows.

    python -m bench.roll [STUDENTS]

Made-up students, an empty SQLite database in a temporary folder, the median of three runs each.
Only inserts are compared: the import's work on top is reading its stored preview, making tutor
groups, keeping what it takes to undo, and the audit line.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench import Result

RUNS = 3
LIMIT = 5.0


def _started(home: str) -> None:
    os.environ["FINGERPOST_HOME"] = home
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _write_csv(path: Path, count: int) -> None:
    headings = (
        "Admission number,Forename,Surname,Date of birth,Year group,Tutor group,SEN status,"
        "EHC plan,Disability,FSM,Pupil Premium,First language,Ethnicity,In care,Young carer,"
        "Attendance %,Attainment score,Postcode"
    )
    lines = [headings]
    for n in range(count):
        year = 7 + n % 7
        letters = "".join(chr(97 + (n // 26**place) % 26) for place in range(3))
        born = dt.date(2026 - 5 - year, 1 + n % 8, 1 + n % 28)
        lines.append(
            f"M{n},Made{letters},Up{letters},{born:%d/%m/%Y},{year},{year}{'ABCDEFGH'[n % 8]},"
            f"{'NKE'[n % 3]},{'Y' if n % 3 == 2 else 'N'},N,N,{'Y' if n % 4 else 'N'},ENG,WBRI,N,N,"
            f"{85 + n % 15},{20 + n % 60},BD{1 + n % 20} 1AA"
        )
    path.write_text("\n".join(lines), encoding="utf-8")


def _bare_insert(plan, school):
    """The same student and characteristic rows, and nothing else."""
    from django.db import transaction

    from fingerpost.students.models import CharacteristicValue, Student
    from fingerpost.students.services.writing import as_field

    day = dt.date.fromisoformat(plan.day)
    students = [
        Student(school=school, **{name: as_field(name, v) for name, v in joiner.values.items()})
        for joiner in plan.joiners
    ]
    start = time.perf_counter()
    with transaction.atomic():
        students = Student.objects.bulk_create(students)
        CharacteristicValue.objects.bulk_create(
            CharacteristicValue(
                student=student, kind=kind, value=value, source=plan.source, from_on=day
            )
            for student, joiner in zip(students, plan.joiners, strict=True)
            for kind, value in joiner.known.items()
        )
    return time.perf_counter() - start


def _once(number: int, path: Path) -> tuple[float, float, float, int]:
    from fingerpost.schools.models import School
    from fingerpost.students.models import CharacteristicValue, RollImport, Student, TutorGroup
    from fingerpost.students.services import roll
    from fingerpost.students.services.plan import Plan

    for model in (CharacteristicValue, Student, TutorGroup, RollImport, School):
        model.objects.all().delete()
    school = School.objects.create(urn=f"9{number:05d}", name="Made-up School")
    start = time.perf_counter()
    preview = roll.preview_import(
        school=school, path=path, file_name=path.name, mapping=None, by=None
    )
    reading = time.perf_counter() - start
    plan = Plan.read(preview.plan)
    bare = _bare_insert(plan, school)
    rows = Student.objects.count() + CharacteristicValue.objects.count()
    CharacteristicValue.objects.all().delete()
    Student.objects.all().delete()
    start = time.perf_counter()
    roll.apply_import(roll_import=preview, by=None)
    applying = time.perf_counter() - start
    assert Student.objects.count() + CharacteristicValue.objects.count() == rows
    return reading, bare, applying, rows


def main(count: int = 2_000) -> list[Result]:
    """Run the comparison and print it."""
    with tempfile.TemporaryDirectory() as home:
        _started(home)
        path = Path(home) / "roll.csv"
        _write_csv(path, count)
        runs = [_once(number, path) for number in range(RUNS)]
        from django.db import connection

        connection.close()
    reading, bare, applying = (statistics.median(run[at] for run in runs) for at in range(3))
    ratio = applying / bare
    print(f"roll: {count:,} students, {runs[0][3]:,} rows, SQLite, median of {RUNS} runs")
    print(f"  read and preview       {reading:7.2f} s")
    print(f"  bare bulk insert       {bare:7.2f} s")
    print(f"  apply the import       {applying:7.2f} s")
    print(f"  ratio apply / bare     {ratio:7.2f}   (at most {LIMIT:g})")
    return [
        Result(
            f"A roll of {count:,} students applied ({runs[0][3]:,} rows, SQLite)",
            applying,
            "a bare bulk insert of the same rows",
            bare,
            ratio,
            f"at most {LIMIT:g} times as long",
            ratio <= LIMIT,
        )
    ]


if __name__ == "__main__":
    found = main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
    sys.exit(any(one.holds is False for one in found))
