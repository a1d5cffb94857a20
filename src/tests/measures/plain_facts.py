"""The facts that next-step rules read, one student at a time, in plain Python.

Written from the meanings of the facts and sharing no code with the queries, so that the two can
be held against each other. The bench uses it as the plain way of doing the same work.
"""

import datetime as dt
from collections import defaultdict
from functools import lru_cache

from fingerpost import rules
from fingerpost.common.academic_year import AcademicYear, year_then

STAGES = {
    **dict.fromkeys((7, 8, 9), "years_7_9"),
    **dict.fromkeys((10, 11), "years_10_11"),
    **dict.fromkeys((12, 13), "years_12_13"),
}
YES_NO = ("ehc_plan", "disability", "free_school_meals", "pupil_premium", "in_care", "young_carer")
PHASES = {
    "provider_access_first_phase": (8, 9),
    "provider_access_second_phase": (10, 11),
    "provider_access_third_phase": (12, 13),
}
MET = {
    "sixth_form_seen": {"school_sixth_form", "sixth_form_college"},
    "college_seen": {"further_education", "t_level"},
    "university_seen": {"university"},
    "training_provider_seen": {"training_provider", "apprenticeship", "higher_apprenticeship"},
}
APPRENTICESHIPS = {"apprenticeship", "higher_apprenticeship"}
HOURS_IN_A_DAY = 6
NOT_SURE = 2
# The highest level that a route usually leads to.
USUAL_LEVELS = {
    "community_learning": 2,
    "school_sixth_form": 3,
    "sixth_form_college": 3,
    "t_level": 3,
    "apprenticeship": 3,
    "training_provider": 3,
    "work_with_training": 3,
    "further_education": 5,
    "higher_apprenticeship": 7,
    "university": 7,
}


@lru_cache(maxsize=4)
def _kinds(on):
    return {kind.name: kind for kind in rules.kinds(on)}


@lru_cache(maxsize=4)
def _routes(on):
    return {route.name: route for route in rules.routes(on)}


@lru_cache(maxsize=4)
def _sectors(on):
    return {sector.name for sector in rules.sectors(on)}


@lru_cache(maxsize=64)
def _point(year_group, on):
    point = rules.decision_point_of(year_group, on)
    return point.name if point else None


def is_on_roll(student, on):
    """Joined by the day, and not left by then."""
    return student.joined_on <= on and (student.left_on is None or student.left_on > on)


class Line:
    """A line that stands, with what its kind counts for and when in a student's time it lies."""

    def __init__(self, entry, student, on):
        kind = _kinds(on).get(entry.kind)
        self.entry = entry
        self.kind = entry.kind
        self.is_encounter = kind is not None and kind.family == "encounter"
        self.purposes = set(kind.counts_for) if kind else set()
        if kind and not entry.organisation:
            self.purposes -= set(kind.needs_organisation)
        # What a provider's visit counts for in law does not hang on the benchmarks' checklist.
        self.is_with_provider = "provider" in self.purposes
        if entry.is_meaningful is False:
            self.purposes -= {"employer", "workplace", "provider"}
        self.year_then = year_then(student.year_group, on, entry.happened_on)
        # Read in from another school's record: the student's own, but not given by this school.
        self.given_here = not entry.about.startswith("elsewhere:")
        same_year = AcademicYear.of(entry.happened_on) == AcademicYear.of(on)
        self.this_year = same_year and self.given_here
        self.this_stage = STAGES.get(self.year_then) == STAGES.get(student.year_group)

    def before_march(self):
        day = self.entry.happened_on
        return day <= dt.date(AcademicYear.of(day).start + 1, 2, 28)


def facts_of(student, on):
    """Every fact that a next-step rule reads, for one student on the roll on a day."""
    lines = _standing(student, on)
    facts = _who(student, on)
    facts |= _interviews(lines, on)
    facts |= _encounters(lines)
    facts |= _workplaces(lines)
    facts |= _providers(lines, on)
    facts |= _shown(lines, on)
    facts |= _plans(lines, on)
    facts |= _choices(lines, facts["decision_point"])
    facts |= _close(student, on)
    facts |= _applications(lines, facts["decision_point"], on)
    facts |= _grades(lines)
    return facts | _together(facts)


def _standing(student, on):
    entries = list(student.ledger.all())
    gone = set()
    for entry in entries:
        if entry.supersedes_id is not None:
            gone.add(entry.supersedes_id)
    lines = []
    for entry in entries:
        if entry.is_void or entry.pk in gone:
            continue
        if entry.happened_on > on and entry.kind != "interview_booked":
            continue
        lines.append(Line(entry, student, on))
    return lines


def _who(student, on):
    known = {}
    for value in student.characteristics.all():
        if value.until_on is None:
            known[value.kind] = value.value
    facts = {
        "student_id": student.pk,
        "school_has_sixth_form": student.school.has_sixth_form,
        "year_group": student.year_group,
        "stage": STAGES.get(student.year_group),
        "decision_point": _point(student.year_group, on),
        "sen_provision": known.get("sen_provision"),
        "attendance": float(known["attendance"]) if "attendance" in known else None,
    }
    for name in YES_NO:
        facts[name] = known[name] == "yes" if name in known else None
    facts["vulnerable"] = facts["sen_provision"] in ("K", "E")
    for name in ("ehc_plan", "in_care", "young_carer", "disability"):
        if facts[name]:
            facts["vulnerable"] = True
    del facts["disability"]
    return facts


def _interviews(lines, on):
    held = [line for line in lines if "personal_guidance" in line.purposes]
    days = [(on - line.entry.happened_on).days for line in held]
    return {
        "interviews_ever": len(held),
        "interviews_this_year": sum(1 for line in held if line.this_year),
        "interviews_by_16": sum(1 for line in held if line.year_then <= 11),
        "interviews_post_16": sum(1 for line in held if line.year_then >= 12),
        "independent_interviews_ever": sum(1 for line in held if line.entry.is_independent),
        "interviews_missed_this_year": _how_many(lines, "interview_missed"),
        "days_since_interview": min(days) if days else None,
        "interview_booked": _is_booked(lines, on),
    }


def _how_many(lines, kind):
    """Lines of a kind since 1 September."""
    return sum(1 for line in lines if line.kind == kind and line.this_year)


def _matters(lines):
    """Lines by the matter they are about; a line about nothing is a matter of its own."""
    matters = defaultdict(list)
    for line in lines:
        matters[line.entry.about or line.entry.pk].append(line)
    return matters.values()


def _is_booked(lines, on):
    for matter in _matters(lines):
        kinds = {line.kind for line in matter}
        if kinds & {"interview_cancelled", "interview_missed", "guidance_interview"}:
            continue
        for line in matter:
            day = line.entry.due_on or line.entry.happened_on
            if line.kind == "interview_booked" and day >= on:
                return True
    return False


def _encounters(lines):
    seen = [line for line in lines if line.is_encounter and line.this_year]
    employers = [line for line in lines if "employer" in line.purposes]
    organisations = {line.entry.organisation for line in employers if line.entry.organisation}
    subjects = {
        line.entry.subject for line in seen if "curriculum" in line.purposes and line.entry.subject
    }
    return {
        "encounters_this_year": len(seen),
        "guidance_minutes_this_year": sum(line.entry.minutes or 0 for line in seen),
        "careers_programme_this_year": sum(
            1 for line in seen if "careers_programme" in line.purposes
        ),
        "employer_encounters_this_year": sum(1 for line in employers if line.this_year),
        "employer_encounters_ever": len(employers),
        "organisations_met": len(organisations),
        "subjects_linked_this_year": len(subjects),
        "labour_market_this_key_stage": sum(
            1 for line in lines if "labour_market" in line.purposes and line.this_stage
        ),
        "own_research_this_year": _how_many(lines, "own_research"),
        "feedback_given_this_year": _how_many(lines, "feedback_given"),
        "self_assessments_ever": sum(1 for line in lines if line.kind == "self_assessment"),
    }


def _workplaces(lines):
    at_work = [line for line in lines if "workplace" in line.purposes]
    days_7_9 = days_10_11 = 0.0
    for line in at_work:
        minutes = line.entry.minutes
        days = 1.0 if minutes is None else minutes / (60 * HOURS_IN_A_DAY)
        if 7 <= line.year_then <= 9:
            days_7_9 += days
        elif 10 <= line.year_then <= 11 and line.kind == "work_experience":
            days_10_11 += days
    return {
        "workplace_by_16": sum(1 for line in at_work if line.year_then <= 11),
        "workplace_post_16": sum(1 for line in at_work if line.year_then >= 12),
        "workplace_days_years_7_9": days_7_9,
        "placement_days_years_10_11": days_10_11,
    }


def _providers(lines, on):
    facts = dict.fromkeys([*MET, "university_visits_post_16", *PHASES], 0)
    facts |= dict.fromkeys(MET, False)
    for line in lines:
        routes = set(line.entry.routes) & set(_routes(on))
        if "provider" in line.purposes:
            for name, wanted in MET.items():
                facts[name] = facts[name] or bool(routes & wanted)
            visit = line.kind in ("provider_visit", "taster")
            if visit and "university" in routes and line.year_then >= 12:
                facts["university_visits_post_16"] += 1
        if line.is_with_provider and any(_routes(on)[route].technical for route in routes):
            _add_phase(facts, line)
    return facts


def _add_phase(facts, line):
    if line.entry.in_school_hours is False or not line.given_here:
        return
    for name, (first, second) in PHASES.items():
        if line.year_then == first or (line.year_then == second and line.before_march()):
            facts[name] += 1


def _shown(lines, on):
    routes, sectors = set(), set()
    for line in lines:
        if line.is_encounter:
            routes.update(line.entry.routes)
            sectors.update(line.entry.sectors)
    routes &= set(_routes(on))
    sectors &= _sectors(on)
    technical = any(_routes(on)[route].technical for route in routes)
    return {
        "routes_seen": len(routes),
        "technical_route_seen": technical,
        "apprenticeship_seen": bool(routes & APPRENTICESHIPS),
        "academic_only": bool(routes) and not technical,
        "sectors_seen": len(sectors),
        **{f"{one.name}_seen": bool(routes & set(one.routes)) for one in rules.route_groups(on)},
    }


def _plans(lines, on):
    facts = dict.fromkeys(
        (
            "actions_open",
            "actions_overdue",
            "actions_without_date",
            "actions_agreed_this_year",
            "records_shared",
            "records_unacknowledged",
            "ideas_saved",
        ),
        0,
    )
    for matter in _matters(lines):
        kinds = {line.kind for line in matter}
        if "action_agreed" in kinds:
            _add_action(facts, matter, kinds, on)
        if "record_shared_with_student" in kinds:
            facts["records_shared"] += 1
            facts["records_unacknowledged"] += "record_acknowledged" not in kinds
        if "idea_saved" in kinds and "idea_dropped" not in kinds:
            facts["ideas_saved"] += 1
    facts["plan_shared_with_family"] = any(line.kind == "shared_with_family" for line in lines)
    return facts


def _add_action(facts, matter, kinds, on):
    agreed = [line for line in matter if line.kind == "action_agreed"]
    facts["actions_agreed_this_year"] += any(line.this_year for line in agreed)
    if kinds & {"action_done", "action_dropped"}:
        return
    facts["actions_open"] += 1
    dates = [line.entry.due_on for line in agreed if line.entry.due_on]
    if not dates:
        facts["actions_without_date"] += 1
    elif max(dates) < on:
        facts["actions_overdue"] += 1


def _choices(lines, point):
    latest = {}
    for line in lines:
        entry = line.entry
        if line.kind == "intention_recorded" and entry.point == point and line.this_stage:
            what = "fallback" if entry.about == "fallback" else "intention"
            before = latest.get(what)
            if before is None or (before.happened_on, before.pk) < (entry.happened_on, entry.pk):
                latest[what] = entry
    intention = latest.get("intention")
    unsure = intention is None or (
        intention.strength is not None and intention.strength <= NOT_SURE
    )
    return {
        "intention_recorded": intention is not None,
        "intended_route": min(intention.routes, default=None) if intention else None,
        "fallback_recorded": "fallback" in latest,
        "undecided": point is not None and unsure,
    }


CLOSE_YEARS, CLOSE_MONTHS = (9, 11, 13), {11, 12, 1, 2, 3, 4, 5, 6, 7, 8}


def _close(student, on):
    close = student.year_group in CLOSE_YEARS and on.month in CLOSE_MONTHS
    return {"close_to_decision": close}


def _applications(lines, point, on):
    latest = {}
    for line in lines:
        entry = line.entry
        of_one = line.kind.startswith("application_") and entry.about
        if of_one and entry.point == point and line.this_stage:
            before = latest.get(entry.about)
            if before is None or (before.happened_on, before.pk) < (entry.happened_on, entry.pk):
                latest[entry.about] = entry
    going = [one for one in latest.values() if one.kind != "application_ended"]
    kinds = [one.kind for one in going]
    levels = [one.strength for one in going]
    closing = [one.due_on for one in going if one.kind == "application_planned" and one.due_on]
    ahead = [(day - on).days for day in closing if day >= on]
    return {
        "applications_going": len(going),
        "applications_made": len(going) - kinds.count("application_planned"),
        "offers_held": kinds.count("application_offer") + kinds.count("application_accepted"),
        "place_accepted": "application_accepted" in kinds,
        "application_routes": len({min(one.routes) for one in going if one.routes}),
        "applications_level": max(levels, default=None) if None not in levels else None,
        "days_to_closing": min(ahead, default=None),
    }


def _grades(lines):
    noted = [
        line.entry
        for line in lines
        if line.kind == "grades_predicted" and line.this_stage and line.entry.strength is not None
    ]
    last = max(noted, key=lambda entry: entry.pk, default=None)
    return {"predicted_at_5": last.strength if last else None}


def _together(facts):
    level, grades = facts["applications_level"], facts["predicted_at_5"]
    if not facts["applications_going"]:
        level = USUAL_LEVELS.get(facts["intended_route"])
    low = level is not None and level <= 2
    good = grades is not None and grades >= 5
    return {
        "level_in_mind": level,
        "undecided_close": facts["undecided"] and facts["close_to_decision"],
        "one_basket": facts["applications_going"] > 0
        and facts["application_routes"] < 2
        and not facts["fallback_recorded"]
        and not facts["place_accepted"],
        "could_aim_higher": facts["decision_point"] == "post_16" and low and good,
    }
