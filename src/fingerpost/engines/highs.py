"""HiGHS as the engines use it: silent, and on one thread where that is to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs

_ALWAYS: dict[str, str | float | int] = {"output_flag": False, "parallel": "off", "threads": 1}


def highs(seconds: float | None, **options: str | float | int) -> Highs:
    """A solver that stops after some seconds, or only when it is done; `run` runs it."""
    from highspy import Highs

    class Silent(Highs):
        """HiGHS prints its name when the first solver is made, before options can be set."""

        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    solver = Silent()
    limit = {} if seconds is None else {"time_limit": max(0.01, float(seconds))}
    for name, value in {**_ALWAYS, **limit, **options}.items():
        solver.setOptionValue(name, value)
    return solver


def run(solver: Highs) -> None:
    """Solve.

    On one thread: a second one mostly waits, and takes the processor from whoever else needs it.
    But all solvers of a process have the threads of its first one, and refuse to run with others:
    where somebody else came first, it is solved on theirs.
    """
    from highspy import HighsStatus

    if solver.run() == HighsStatus.kError:
        solver.setOptionValue("threads", 0)
        solver.run()
