"""How long a student waits when 500 answer one round of places within a minute.

    python -m bench.preferences [STUDENTS]

A real server (two processes, as it is run) and its own installation, on SQLite and then on
PostgreSQL; the students are a second process's threads, signed in by prepared cookies. Each opens
the form and sends it, at a moment drawn from one minute. Nobody may be lost or there twice; the
goal is that 99 of 100 answers are in within a second.
"""

import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import Result
from bench.databases import on_both

GOAL, MINUTE, AT_ONCE, SEED = 1.0, 60.0, 64, 1


def _one_minute(number: int) -> tuple[float, float]:
    """The 99th percentile of sending, and of opening the form, in seconds."""
    from tests.factories import crowd
    from tests.installations import Installation

    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "home")
        made = crowd.prepare(installation, number)
        chance = random.Random(SEED)
        moments = sorted((chance.uniform(0, MINUTE), one) for one in range(number))
        with crowd.serving(installation) as address, ThreadPoolExecutor(AT_ONCE) as many:
            crowd.look(address, made, 0)
            began = time.perf_counter()

            def visit(at):
                moment, one = at
                time.sleep(max(0.0, began + moment - time.perf_counter()))
                opened = crowd.look(address, made, one)
                return opened, crowd.send(address, made, one)

            visits = list(many.map(visit, moments))
        kept = installation.one("select count(*) from places_ranking")
        students = installation.one("select count(distinct student_id) from places_ranking")
    if (kept, students) != (number, number) or any(sent.status != 302 for _, sent in visits):
        raise SystemExit(f"{kept} answers of {students} students were kept, of {number} sent.")
    return tuple(
        statistics.quantiles([one[at].seconds for one in visits], n=100)[98] for at in (1, 0)
    )


def _result(number: int, database: str) -> Result:
    sent, opened = _one_minute(number)
    print(
        f"{database}: 99 of 100 of {number} answers within {sent:.3f} s, "
        f"forms opened within {opened:.3f} s; none lost, none double"
    )
    return Result(
        f"{number} students answer a round in one minute, {database}: 99 of 100 within",
        sent,
        "opening the form in the same minute",
        opened,
        sent / opened,
        "under 1 s",
        sent < GOAL,
    )


def main() -> list[Result]:
    """Both databases, one after the other."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 500
    return on_both(lambda database: _result(number, database))


if __name__ == "__main__":
    sys.exit(int(not all(one.holds for one in main())))
