"""What lines that nobody has yet would count for: for whoever plans what students will have."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings

from fingerpost.common.academic_year import AcademicYear

if TYPE_CHECKING:
    from fingerpost.measures.trial import Trial


def trial(year_group: int, happened_on: dt.date, kind: str, **more: Any) -> "Trial":
    """A line that a student of a year group might get; `more` as `measures.trial.Trial` has it."""
    from fingerpost.measures.trial import Trial

    return Trial(year_group, happened_on, kind, **more)


def facts_fed(trials: Sequence["Trial"], year: AcademicYear) -> tuple[frozenset[str], ...]:
    """The names of the facts that each line would change, by the rules in force that year.

    All trials lie in `year`. Whether a measure has the last say is another matter: a fact that
    rises may still be too small.
    """
    from fingerpost.measures.trial import facts_fed as fed
    from fingerpost.measures.vocabulary import vocabulary

    words = vocabulary(year.ends_on)
    return fed(tuple(trials), year.ends_on, words, settings.COMPILED)
