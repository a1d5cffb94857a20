"""The tables that facts are worked out from, prepared once from the extract.

What counts is decided here and nowhere else: who is on the roll, which lines stand, in which
year group a student was when something happened, and what each line counts towards.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from fingerpost.common.elsewhere import ELSEWHERE
from fingerpost.measures.sources import SOURCES
from fingerpost.measures.vocabulary import PURPOSES, Vocabulary

# An encounter that was judged and found wanting does not meet a benchmark that asks for a
# meaningful one. A line nobody has judged counts: otherwise nothing would until all is judged.
_MUST_BE_MEANINGFUL = frozenset({"employer", "workplace", "provider"})

STAGES = (("years_7_9", 7, 9), ("years_10_11", 10, 11), ("years_12_13", 12, 13))
"""Stage, first and last year group: key stages 3, 4 and 5."""

_KEPT = (
    "entry_id",
    "student_id",
    "kind",
    "kind_bit",
    "minutes",
    "independent",
    "school_hours",
    "about",
    "strength",
)

# A day at a workplace is taken to be six hours without breaks; the field has no official figure.
MINUTES_IN_A_DAY = 360
"""Minutes at a workplace that count as one day."""


def source(name: str) -> ir.Table:
    """Return an unbound table by name, one of SOURCES."""
    return ibis.table(ibis.Schema.from_pyarrow(SOURCES[name]), name=name)


def stage_of(year_group: ir.IntegerValue) -> ir.StringValue:
    """Return the stage of a year group; null outside Years 7 to 13."""
    return ibis.cases(
        *((year_group.between(first, last), name) for name, first, last in STAGES),
        else_=ibis.null("string"),
    )


def _stage_number(year_group: ir.IntegerValue) -> ir.IntegerValue:
    """Number the stages from 1; 0 outside Years 7 to 13. Quicker to compare than names."""
    return ibis.cases(
        *((year_group.between(first, last), n) for n, (_, first, last) in enumerate(STAGES, 1)),
        else_=0,
    )


def decision_point_of(year_group: ir.IntegerValue, words: Vocabulary) -> ir.StringValue:
    """Return the decision point that a year group faces; null where there is none."""
    if not words.points:
        return ibis.null("string")
    return ibis.cases(
        *((year_group.isin(point.years), point.name) for point in words.points),
        else_=ibis.null("string"),
    )


def on_roll(words: Vocabulary) -> ir.Table:
    """Return the students on the roll on the day, with stage and decision point.

    A student whose joining day is not known is on the roll: nobody may fall off a list for
    want of a date.
    """
    day = source("clock")
    t = source("roll").cross_join(day)
    joined = t.joined_on.isnull() | (t.joined_on <= t.as_of)
    still_here = t.left_on.isnull() | (t.left_on > t.as_of)
    return t.filter(joined & still_here).mutate(
        stage=stage_of(t.year_group), decision_point=decision_point_of(t.year_group, words)
    )


def lines(students: ir.Table) -> ir.Table:
    """Return the ledger lines that stand, of students on the roll, with what they count for.

    Columns beside those of the ledger: days_ago (negative: still to come); days_overdue (of
    due_on); year_then; given_here (not read in from another school's record); this_year (and
    given here); same_stage (as now); before_march (1 September to 28 February); for_choice_now
    (the line names the decision point the student faces now); encounter and one bool per
    purpose; provider_kind (as provider, meaningful or not); kind_bit. organisation is kept where
    the line counts for employers, subject where it counts for the curriculum; both are otherwise
    null.
    """
    t = _standing(source("ledger"))
    now = students.select("student_id", "year_group", "decision_point", "as_of", "academic_year")
    t = t.inner_join(now, "student_id").left_join(source("kinds"), "kind")
    # What has not happened yet does not count; only an appointment may lie ahead.
    t = t.filter((t.happened_on <= t.as_of) | (t.kind == "interview_booked"))
    counts = {purpose: _counts_for(t, purpose) for purpose in PURPOSES}
    nothing = ibis.null("string")
    return t.select(
        *_KEPT,
        **_dates(t),
        for_choice_now=(t.point == t.decision_point).fill_null(False),
        encounter=t.encounter.fill_null(False),
        organisation=ibis.ifelse(counts["employer"], t.organisation, nothing),
        subject=ibis.ifelse(counts["curriculum"], t.subject, nothing),
        provider_kind=t.provider.fill_null(False),
        **counts,
    )


def _dates(t: ir.Table) -> dict[str, ir.Value]:
    month, year = t.happened_on.month(), t.happened_on.year()
    years_since = t.academic_year - ibis.ifelse(month >= 9, year, year - 1)
    year_then = (t.year_group - years_since).cast("int16")
    # What a student brought with them is part of their life but nothing that this school gave
    # them: it does not count towards what is due from the school in a year or by law.
    given_here = ~t.about.startswith(ELSEWHERE).fill_null(False)
    return {
        "days_ago": t.as_of.delta(t.happened_on, unit="day").cast("int32"),
        "days_overdue": t.as_of.delta(t.due_on, unit="day").cast("int32"),
        "year_then": year_then,
        "given_here": given_here,
        "this_year": (years_since == 0) & given_here,
        "same_stage": _stage_number(year_then) == _stage_number(t.year_group),
        "before_march": _before_march(t.happened_on),
    }


def lines_by_route(standing: ir.Table) -> ir.Table:
    """Return the encounters that showed routes, with the set of those routes as one number."""
    columns = ("entry_id", "student_id", "kind", "provider", "provider_kind", "school_hours")
    when = ("year_then", "before_march", "given_here")
    seen = standing.filter(standing.encounter).select(*columns, *when)
    shown = source("ledger_routes").inner_join(source("routes"), "route")
    sets = shown.group_by("entry_id").aggregate(route_set=shown.route_bit.bit_or())
    return seen.inner_join(sets, "entry_id")


def lines_by_sector(standing: ir.Table) -> ir.Table:
    """Return the encounters, once for each sector they showed."""
    seen = standing.filter(standing.encounter).select("entry_id", "student_id")
    sectors = source("ledger_sectors").inner_join(source("sectors"), "sector")
    return seen.inner_join(sectors, "entry_id")


def threads(standing: ir.Table) -> ir.Table:
    """Return one row per student and record, interview, action or idea, and what became of it.

    Lines of one matter share `about`; a line without it is a matter of its own. Columns: one
    bool per kind of line that the matter has; booked_days_ago, days_overdue (null without
    a date), agreed_this_year, saved_this_year.
    """
    kinds = (
        "interview_booked",
        "interview_missed",
        "interview_cancelled",
        "guidance_interview",
        "record_shared_with_student",
        "record_acknowledged",
        "action_agreed",
        "action_done",
        "action_dropped",
        "idea_saved",
        "idea_dropped",
    )
    t = standing.filter(standing.kind.isin(kinds))
    t = t.mutate(about=ibis.coalesce(t.about, "line:" + t.entry_id.cast("string")))
    return t.group_by("student_id", "about").aggregate(
        **{kind: (t.kind == kind).any() for kind in kinds},
        # An appointment is made on one day (happened_on) for another (due_on).
        booked_days_ago=ibis.coalesce(t.days_overdue, t.days_ago).min(
            where=t.kind == "interview_booked"
        ),
        days_overdue=t.days_overdue.min(where=t.kind == "action_agreed"),
        agreed_this_year=((t.kind == "action_agreed") & t.this_year).any(),
        saved_this_year=((t.kind == "idea_saved") & t.this_year).any(),
    )


def intentions(standing: ir.Table) -> ir.Table:
    """Return one row per student with the latest intention for the choice they face now.

    Columns: fallback (the line is about a fallback), strength, route (the first by name when
    several were given). At most two rows per student: the intention and the fallback.
    """
    t = standing.filter(
        (standing.kind == "intention_recorded") & standing.for_choice_now & standing.same_stage
    )
    t = t.mutate(fallback=(t.about == "fallback").fill_null(False))
    latest = ibis.window(
        group_by=[t.student_id, t.fallback],
        order_by=[t.days_ago, t.entry_id.desc()],
    )
    t = t.mutate(place=ibis.row_number().over(latest)).filter(lambda row: row.place == 0)
    routes = t.inner_join(source("ledger_routes"), "entry_id")
    first = routes.group_by("entry_id").aggregate(route=routes.route.min())
    return t.left_join(first, "entry_id").select("student_id", "fallback", "strength", "route")


def _standing(ledger: ir.Table) -> ir.Table:
    """Drop lines that another line replaces or withdraws, and the withdrawals themselves."""
    replaced = ledger.filter(ledger.supersedes.notnull()).select(gone=ledger.supersedes)
    void = ledger.void.fill_null(False)
    return ledger.filter(~void).anti_join(replaced, [("entry_id", "gone")])


def _before_march(day: ir.DateValue) -> ir.BooleanValue:
    """Say whether a day lies in 1 September to 28 February; 29 February lies outside."""
    month = day.month()
    return (month >= 9) | (month == 1) | ((month == 2) & (day.day() <= 28))


def _counts_for(t: ir.Table, purpose: str) -> ir.BooleanValue:
    # A kind that the rules in force do not know counts for nothing.
    counts = t[purpose] | (t[f"{purpose}_if_named"] & t.organisation.notnull())
    if purpose in _MUST_BE_MEANINGFUL:
        counts = counts & t.meaningful.fill_null(True)
    return counts.fill_null(False)
