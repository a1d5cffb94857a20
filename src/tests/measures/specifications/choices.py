from datetime import date

from tests.measures.builder import LAST_YEAR, TWO_YEARS_AGO, Made
from tests.measures.specifications import specification

INTENTION = "intention_recorded"


@specification
def intention_recorded(s: Made) -> None:
    s.counted(year=11).had(INTENTION, LAST_YEAR, point="post_16", strength=1)
    s.due(year=11).had(INTENTION, point="options", strength=5)
    s.due(year=11).had(INTENTION, point="post_16", strength=5, about="fallback")
    s.due(year=12).had(INTENTION, LAST_YEAR, point="post_18", strength=5)
    s.outside(year=7).had(INTENTION, point="options", strength=5)


@specification
def undecided(s: Made) -> None:
    s.counted(year=8)
    s.counted(year=10).had(INTENTION, point="post_16", strength=2)
    changed = s.counted(year=13).had(INTENTION, date(2025, 9, 10), point="post_18", strength=5)
    changed.had(INTENTION, date(2025, 11, 10), point="post_18", strength=1)
    s.due(year=9).had(INTENTION, LAST_YEAR, point="options", strength=3)
    s.due(year=11).had(INTENTION, point="post_16", strength=None)
    s.outside(year=7)


@specification
def undecided_year_11(s: Made) -> None:
    s.counted(year=11)
    s.counted(year=11).had(INTENTION, TWO_YEARS_AGO, point="post_16", strength=5)
    s.due(year=11).had(INTENTION, LAST_YEAR, point="post_16", strength=4)
    s.outside(year=10)


def _undecided_at(s: Made, point: str, years: tuple[int, int], other: int) -> None:
    s.counted(year=years[0])
    s.counted(year=years[1]).had(INTENTION, point=point, strength=2)
    s.due(year=years[1]).had(INTENTION, point=point, strength=3)
    s.outside(year=other)
    s.outside(year=7)


@specification
def undecided_options(s: Made) -> None:
    _undecided_at(s, "options", (8, 9), 10)


@specification
def undecided_post_16(s: Made) -> None:
    _undecided_at(s, "post_16", (10, 11), 12)


@specification
def undecided_post_18(s: Made) -> None:
    _undecided_at(s, "post_18", (12, 13), 11)


@specification
def fallback(s: Made) -> None:
    s.counted(year=11).had(INTENTION, point="post_16", about="fallback", routes=["t_level"])
    s.due(year=11).had(INTENTION, point="post_16", strength=5)
    s.outside(year=10).had(INTENTION, point="post_16", about="fallback")


@specification
def intention_sure_mean(s: Made) -> None:
    first = s.worth(4, year=10).had(INTENTION, date(2025, 9, 10), point="post_16", strength=2)
    first.had(INTENTION, date(2025, 11, 10), point="post_16", strength=4)
    s.worth(5, year=9).had(INTENTION, point="options", strength=5)
    s.outside(year=9).had(INTENTION, point="options", strength=None)
    s.outside(year=9)


@specification
def undecided_close(s: Made) -> None:
    s.counted(year=9)
    s.counted(year=13).had(INTENTION, point="post_18", strength=2)
    s.due(year=11).had(INTENTION, point="post_16", strength=4)
    s.outside(year=8)
    s.outside(year=12)
