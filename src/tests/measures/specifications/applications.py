from datetime import date

from tests.measures.builder import LAST_YEAR, Made
from tests.measures.specifications import specification

PLANNED, MADE = "application_planned", "application_made"
OFFER, ACCEPTED, ENDED = "application_offer", "application_accepted", "application_ended"
SIXTH_FORM, COLLEGE = ["school_sixth_form"], ["further_education"]
FIRST = {"point": "post_16", "about": "application:1", "routes": SIXTH_FORM}
SECOND = {"point": "post_16", "about": "application:2", "routes": COLLEGE}
LATER = date(2025, 11, 20)


@specification
def applied(s: Made) -> None:
    s.counted(year=11).had(MADE, **FIRST)
    s.counted(year=11).had(MADE, **FIRST).had(OFFER, LATER, **FIRST)
    s.due(year=11).had(PLANNED, **FIRST)
    s.due(year=11).had(MADE, **FIRST).had(ENDED, LATER, **FIRST)
    # Sent, taken back the same day: what was written last is how it stands.
    s.due(year=11).had(MADE, **FIRST).had(PLANNED, **FIRST)
    s.due(year=13).had(MADE, LAST_YEAR, **{**FIRST, "point": "post_16"})
    s.outside(year=10).had(MADE, **FIRST)


@specification
def offered(s: Made) -> None:
    s.counted(year=11).had(OFFER, **FIRST)
    s.counted(year=13).had(ACCEPTED, **{**FIRST, "point": "post_18"})
    s.due(year=11).had(OFFER, **FIRST).had(ENDED, LATER, **FIRST)
    s.due(year=11).had(MADE, **FIRST)
    s.outside(year=12)


@specification
def no_application(s: Made) -> None:
    s.counted(year=11)
    s.counted(year=13).had(PLANNED, **{**FIRST, "point": "post_18"}).had(
        ENDED, LATER, **{**FIRST, "point": "post_18"}
    )
    s.due(year=11).had(PLANNED, **FIRST)
    s.outside(year=10)


@specification
def one_basket(s: Made) -> None:
    s.counted(year=11).had(PLANNED, **FIRST)
    s.counted(year=11).had(MADE, **FIRST).had(MADE, **{**SECOND, "routes": SIXTH_FORM})
    s.counted(year=11).had(MADE, **FIRST).had(ENDED, **SECOND)
    s.due(year=11).had(MADE, **FIRST).had(MADE, **SECOND)
    backed = s.due(year=11).had(MADE, **FIRST)
    backed.had("intention_recorded", point="post_16", about="fallback", routes=COLLEGE)
    s.due(year=11).had(ACCEPTED, **FIRST)
    s.outside(year=11)


@specification
def could_aim_higher(s: Made) -> None:
    low = {**FIRST, "strength": 2}
    s.counted(year=11).had("grades_predicted", strength=5).had(PLANNED, **low)
    better = s.counted(year=10).had("grades_predicted", LAST_YEAR, strength=0)
    better.had("grades_predicted", strength=8).had(MADE, **low)
    s.due(year=11).had("grades_predicted", strength=4).had(PLANNED, **low)
    both = s.due(year=11).had("grades_predicted", strength=9).had(PLANNED, **low)
    both.had(PLANNED, **SECOND, strength=3)
    unknown = s.outside(year=11).had("grades_predicted", strength=9).had(PLANNED, **low)
    unknown.had(PLANNED, **SECOND)
    # Who is applying for nothing counts by the highest usual level of the intended route.
    short = {"point": "post_16", "routes": ["community_learning"]}
    s.counted(year=11).had("grades_predicted", strength=5).had("intention_recorded", **short)
    ended = s.counted(year=11).had("grades_predicted", strength=5).had(ENDED, **SECOND)
    ended.had("intention_recorded", **short)
    s.due(year=11).had("grades_predicted", strength=4).had("intention_recorded", **short)
    applied_higher = s.due(year=11).had("grades_predicted", strength=5)
    applied_higher.had("intention_recorded", **short).had(PLANNED, **SECOND, strength=3)
    college = {"point": "post_16", "routes": COLLEGE}
    s.due(year=11).had("grades_predicted", strength=9).had("intention_recorded", **college)
    no_level = {"point": "post_16", "routes": ["supported_internship"]}
    s.outside(year=11).had("grades_predicted", strength=9).had("intention_recorded", **no_level)
    s.outside(year=11).had("grades_predicted", strength=9)
    s.outside(year=11).had(PLANNED, **low)
    s.outside(year=13).had("grades_predicted", strength=9)
