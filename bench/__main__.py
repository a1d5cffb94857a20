"""Every comparison, one after another, each in a process of its own.

    python -m bench [NAME ...]

Prints them, and writes what was measured and on what machine between the markers of
docs/reference/performance.md; the text around them stays. Fails when a goal is missed.
"""

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from bench import Result

COMPARISONS = (
    "roll",
    "needs",
    "coverage",
    "allocation",
    "timetable",
    "timetable_improve",
    "pathways",
    "search",
    "preferences",
)
LIBRARIES = ("Django", "duckdb", "pyarrow", "numpy", "ibis-framework", "scipy", "highspy")
PAGE = Path(__file__).parent.parent / "docs/reference/performance.md"
START, END = "<!-- measured: start -->", "<!-- measured: end -->"


def measured(name: str) -> list[Result]:
    """Run one comparison in a new process, which prints it; what it returned."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "results.json"
        program = (
            "import json, pathlib; "
            f"from bench import {name}; "
            f"pathlib.Path({str(answer)!r}).write_text(json.dumps({name}.main()))"
        )
        subprocess.run([sys.executable, "-c", program], check=True)
        return [Result(*one) for one in json.loads(answer.read_text())]


def machine() -> list[str]:
    """What the figures were measured on, as lines of Markdown."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"- Day: {dt.datetime.now(dt.UTC).date().isoformat()}",
        f"- Processor: {_processor()}, {os.cpu_count()} cores",
        f"- Memory: {_memory():.1f} GB",
        f"- System: {platform.system()} {platform.release()}, {platform.machine()}",
        f"- Python {platform.python_version()}; {libraries}",
        f"- Busy with other work when the run began: {_load_at_start} (load of the last minute)",
    ]


_load_at_start = f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(one.split(":", 1)[1].strip() for one in lines if one.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def as_markdown(results: list[Result]) -> str:
    """The table of results with the machine under it."""
    lines = [
        "| What | Time | Compared with | Its time | Ratio | Goal | Met |",
        "|---|--:|---|--:|--:|---|---|",
    ]
    for one in results:
        met = {True: "yes", False: "**no**", None: ""}[one.holds]
        lines.append(
            f"| {one.what} | {_much(one.seconds, one.unit)} | {one.against} "
            f"| {_much(one.against_seconds, one.unit)} | {_ratio(one.ratio)} | {one.goal} | {met} |"
        )
    return "\n".join([*lines, "", *machine()])


def _much(amount: float, unit: str) -> str:
    return f"{amount:,.0f} {unit}" if unit else _time(amount)


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 2 else f"{ratio:.1f}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def main(names: list[str]) -> int:
    """Run the comparisons; only a run of all of them is written down."""
    unknown = sorted(set(names) - set(COMPARISONS))
    if unknown:
        print(f"No such comparison: {', '.join(unknown)}. There are {', '.join(COMPARISONS)}.")
        return 2
    results = [one for name in names or COMPARISONS for one in measured(name)]
    if not names:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        page = f"{before}{START}\n\n{as_markdown(results)}\n\n{END}{after}"
        PAGE.write_text(page, encoding="utf-8")
        print(f"Written to {PAGE}")
    return int(any(one.holds is False for one in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
