"""Room on the pages about jobs for what apps above this one know: of work near by, and of grades.

Such an app gives its part once, when it begins (its `apps.py`); the pages ask for it and know
nothing of where it comes from.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.accounts.viewer import Viewer

from .bridge import Here


@dataclass(frozen=True)
class NewsCard:
    """One thing that is told of work near by, as a list shows it.

    kind: in words. distance: from where the viewer looks, empty where nobody knows. occupations:
    (slug, title) of those it is about; sectors: their labels, in a row. days, entered: when it is
    shown and who entered it, for those who keep it.
    """

    pk: int
    kind: str
    title: str
    text: str
    source: str
    link: str
    until: str
    occupations: Sequence[tuple[str, str]] = ()
    sectors: str = ""
    distance: str = ""
    days: str = ""
    entered: str = ""


@dataclass(frozen=True)
class NewsAsked:
    """What a page asks for: of whose school, seen from where, and about what.

    slug: of one occupation. sectors, routes: names, none for all. miles: how far off at most
    what has a place may be, None for any distance.
    """

    viewer: Viewer
    here: Here | None = None
    slug: str = ""
    sectors: Collection[str] = ()
    routes: Collection[str] = ()
    miles: float | None = None


GradesOf = Callable[[int], Mapping[str, int]]
"""A student's latest predicted grades, by subject in small letters."""

NewsOf = Callable[[NewsAsked], Sequence[NewsCard]]
_given: dict[str, NewsOf] = {}
_grades: dict[str, GradesOf] = {}


def give_news(app: str, news_of: NewsOf) -> None:
    """Have the pages show what an app knows; given again, the newer takes the older one's place."""
    _given[app] = news_of


def news(asked: NewsAsked) -> list[NewsCard]:
    """Everything that apps know about what is asked, in the order of their names."""
    return [card for app in sorted(_given) for card in _given[app](asked)]


def give_grades(app: str, grades_of: GradesOf) -> None:
    """Have the pages show the predicted grades that an app keeps."""
    _grades[app] = grades_of


def grades_of(student: int) -> dict[str, int]:
    """What apps know of a student's predicted grades."""
    found: dict[str, int] = {}
    for app in sorted(_grades):
        found |= _grades[app](student)
    return found
