"""Whose figures a viewer may see, split by what, and whether small groups are hidden."""

import datetime as dt
from typing import Any

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer
from fingerpost.common.report_days import EARLIEST, report_day
from fingerpost.students.enums import Characteristic
from fingerpost.students.permissions import (
    MAKES_VULNERABLE,
    WHOLE_SCHOOL_GUIDANCE,
    guidance_students,
    visible_characteristics,
)

# Governors steer by figures and must never learn of a single student; an administrator keeps
# the roll and has no part in guidance. To both, a figure about five students can tell about one.
MUST_NOT_SEE_SMALL_GROUPS = frozenset({Role.GOVERNOR, Role.ADMINISTRATOR})
# What governors are to compare: the groups that the 2013 report asks after (paragraph 62), none
# so fine that a protected table of it would say nothing.
GOVERNORS_SPLITS = ("year_group", "sex", "pupil_premium", "sen_provision", "vulnerable")

_SPLIT_OF = {Characteristic.POSTCODE: "postcode_district"}
# Measured on a scale of its own, so there are no groups to split by.
_NO_SPLIT = {Characteristic.ATTENDANCE, Characteristic.ATTAINMENT}


def hides_small_groups(viewer: Viewer) -> bool:
    """Whether the viewer reads figures only as a governor or an administrator.

    A child at the school, or being a student there, opens no figures: a parent governor is a
    governor.
    """
    return viewer.has(*MUST_NOT_SEE_SMALL_GROUPS) and not names_students(viewer)


def day_for(viewer: Viewer, today: dt.date, asked: dt.date | None = None) -> dt.date:
    """The day whose figures the viewer sees when asking for one, today where none is asked for.

    Those to whom small groups are hidden get the last of the fixed days before it.
    """
    day = max(min(asked or today, today), EARLIEST)
    return report_day(day, today) if hides_small_groups(viewer) else day


def names_students(viewer: Viewer) -> bool:
    """Whether the viewer may open the list behind a figure."""
    return viewer.has(Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER)


def may_ask(viewer: Viewer, measure: Any) -> bool:
    """Whether a measure tells the viewer of no group they may not split by."""
    return not measure.only or measure.only in splits_for(viewer)


def scope_of(viewer: Viewer) -> list[int] | None:
    """The students whose figures the viewer sees; None stands for the whole school.

    Those who see no names see the whole school's protected figures; a tutor sees theirs.
    """
    if viewer.has(*WHOLE_SCHOOL_GUIDANCE) or hides_small_groups(viewer):
        return None
    return list(guidance_students(viewer).order_by("pk").values_list("pk", flat=True))


def splits_for(viewer: Viewer) -> tuple[str, ...]:
    """The facts by which the viewer may split a figure, in the order pages offer them."""
    if hides_small_groups(viewer):
        return GOVERNORS_SPLITS
    seen = visible_characteristics(viewer)
    splits = ["year_group", "tutor_group", "sex", "intended_route"]
    splits += ["vulnerable"] if seen >= MAKES_VULNERABLE else []
    splits += [
        _SPLIT_OF.get(one, one.value)
        for one in Characteristic
        if one in seen and one not in _NO_SPLIT
    ]
    return tuple(splits)
