"""The start page, section by section: one for each role a person holds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.accounts.selectors import people_at
from fingerpost.accounts.viewer import Viewer
from fingerpost.choices.presenters.words import due_lines
from fingerpost.choices.selectors.applications import due_soon
from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.days import day_words
from fingerpost.evaluation.selectors import feedback_waiting
from fingerpost.interviews.permissions import own_actions
from fingerpost.interviews.selectors.actions import ActionFilter, actions_for
from fingerpost.interviews.selectors.asks import interviews_asked_for, record_to_read
from fingerpost.interviews.selectors.booking import ListFilter, interviews_between, upcoming
from fingerpost.ledger.permissions import day_for
from fingerpost.ledger.presenters.words import standing_words
from fingerpost.lessons.selectors.lessons import lesson_waiting
from fingerpost.places.presenters.start import for_staff as places_for_staff
from fingerpost.places.presenters.start import to_do as places_to_do
from fingerpost.programme.presenters.words import when
from fingerpost.programme.selectors.planned import coming_for
from fingerpost.reports import bridge as reports
from fingerpost.reports.presenters.impartiality import hardly_shown_words
from fingerpost.reports.selectors import none_within_reach
from fingerpost.signposting import bridge as signposting
from fingerpost.signposting.permissions import hidden_facts
from fingerpost.signposting.presenters import staff_title, student_cards
from fingerpost.students.permissions import guidance_students, own_student
from fingerpost.students.selectors import students_on_roll
from fingerpost.web.charts import plain

from .blocks import Block, Line, Section
from .family import parent
from .figures import missing_tiles
from .lately import lately_blocks
from .led import leading_blocks, led_blocks, register_blocks
from .providers import given_blocks


def _time(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def student(viewer: Viewer) -> Section | None:
    """A student: what to do next, the next interview, the plan, what to tell."""
    me = own_student(viewer)
    if me is None:
        return None
    actions = [
        Line(action.what, reverse("interviews:plan"), _due(action))
        for action in own_actions(me).filter(state="open")[:4]
    ]
    waiting, today = feedback_waiting(me), timezone.localdate()
    coming = [
        Line(session.title, reverse("home:coming_up"), when(session))
        for session in coming_for(me, today)[:3]
    ]
    return Section(
        "home/sections/student.html",
        cards=student_cards(signposting.steps_for(me, own_page=True)),
        blocks=[
            *_lesson_blocks(me),
            Block(
                "My plan",
                actions,
                "Nothing to do yet. Your plan grows when you talk to an adviser or add a step.",
                reverse("interviews:plan"),
                "See my plan",
            ),
            Block(
                "What is coming up",
                coming,
                "Nothing yet.",
                reverse("home:coming_up"),
                "See what you can join",
            ),
        ],
        extra={
            "interview": upcoming(me).first(),
            "to_read": record_to_read(me),
            "waiting": waiting[:3],
            "waiting_more": len(waiting) > 3,
            "places": places_to_do(me)[:3],
            "dues": due_lines(due_soon(me, today), today, plain=True),
        },
    )


def _lesson_blocks(me: Any) -> list[Block]:
    """Today's lesson, until the student has written a step; nothing where there is none."""
    if not lesson_waiting(me, timezone.localdate()):
        return []
    line = Line("Pick a job that is new to you, and write one step", reverse("lessons:today"))
    return [Block("Today’s lesson", [line], "")]


def _due(action: Any) -> str:
    if action.due_on is None:
        return "no date yet"
    late = action.due_on < timezone.localdate()
    if action.asked_due_on:
        return f"another date asked for: {day_words(action.asked_due_on)}"
    return f"{'late: was due' if late else 'by'} {day_words(action.due_on)}"


def _interview_page(viewer: Viewer, interview: Any) -> str:
    """The interview itself for those who hold interviews, else the student's record."""
    if viewer.has(Role.ADVISER, Role.CAREERS_LEADER):
        return reverse("interviews:detail", args=[interview.pk])
    return reverse("home:guidance_record", args=[interview.student_id])


def _guidance_blocks(viewer: Viewer) -> list[Block]:
    today = timezone.localdate()
    week = interviews_between(
        viewer, ListFilter(today, today + dt.timedelta(days=7), state="booked")
    )
    late = actions_for(viewer, ActionFilter(state="overdue"))
    number = late.count()
    return [
        Block(
            "Interviews in the next seven days",
            [
                Line(f"{i.student}", _interview_page(viewer, i), _time(i.starts_at), i.student_id)
                for i in week[:6]
            ],
            "None booked.",
        ),
        Block(
            "Overdue actions",
            [
                Line(f"{a.student}: {a.what}", f"/students/{a.student_id}/", _due(a), a.student_id)
                for a in late[:6]
            ],
            "None. Well kept.",
            f"{reverse('interviews:actions')}?state={'overdue' if number else 'open'}",
            _total_words(number),
        ),
    ]


def _places_blocks(viewer: Viewer) -> list[Block]:
    """Rounds of places that wait for answers, or to be shared out; nothing where none does."""
    lines = [Line(one.text, one.url, one.hint) for one in places_for_staff(viewer)[:6]]
    title = "Places to be shared out"
    return [Block(title, lines, "", reverse("places:rounds"), "All rounds")] if lines else []


def _total_words(number: int) -> str:
    """What leads to all overdue actions, or to the open ones where none is overdue."""
    if not number:
        return "Open actions"
    return f"All {plain(number)} overdue actions" if number > 1 else "The overdue action"


def _needs_block(viewer: Viewer) -> Block:
    """The students whose needs are greatest among the viewer's own."""
    students = students_on_roll(guidance_students(viewer), timezone.localdate())
    found = {s.pk: s for s in students.select_related("tutor_group")}
    most = signposting.greatest_needs(viewer.school, set(found), 6, hidden_facts(viewer))
    lines = [
        Line(
            f"{found[pk].name}",
            reverse("signposting:for_student", args=[pk]),
            f"{found[pk].tutor_group or ''}: {staff_title(step, viewer)}",
            pk,
        )
        for pk, step in most
    ]
    return Block(
        "Who needs you most",
        lines,
        "Nobody is missing anything now.",
        reverse("signposting:group"),
        "Next steps by group",
    )


def tutor(viewer: Viewer) -> Section:
    """A tutor: the group's greatest needs, interviews and late actions."""
    return Section(
        "home/sections/blocks.html",
        "Your tutor group",
        tiles=missing_tiles(viewer),
        blocks=[
            *register_blocks(viewer),
            *leading_blocks(viewer),
            *_places_blocks(viewer),
            _needs_block(viewer),
            *_hardly_shown_blocks(viewer),
            *lately_blocks(viewer),
            *led_blocks(viewer),
            *reversed(_guidance_blocks(viewer)),
        ],
    )


def adviser(viewer: Viewer) -> Section:
    """An adviser: the coming interviews first."""
    return Section(
        "home/sections/blocks.html",
        "Your guidance interviews",
        blocks=[
            *_asked_blocks(viewer),
            *_guidance_blocks(viewer),
            *register_blocks(viewer),
            *leading_blocks(viewer),
            _needs_block(viewer),
            *led_blocks(viewer),
        ],
    )


def _asked_blocks(viewer: Viewer) -> list[Block]:
    """For whom staff ask an interview; nothing where nobody is asked for."""
    asks = interviews_asked_for(viewer)[:6]
    lines = [
        Line(
            ask.student.name,
            f"{reverse('interviews:book')}?students={ask.student_id}",
            f"{ask.student.tutor_group or ''}, asked by {ask.asked_by or 'staff'}",
            ask.student_id,
        )
        for ask in asks
    ]
    if not lines:
        return []
    title = "Asked for: an interview with"
    return [Block(title, lines, "", reverse("interviews:list"), "All interviews")]


def steering(viewer: Viewer) -> Section:
    """Whoever steers: who misses out, and what is late."""
    return Section(
        "home/sections/blocks.html",
        "The whole school",
        tiles=missing_tiles(viewer),
        blocks=[
            *register_blocks(viewer),
            *leading_blocks(viewer),
            *_places_blocks(viewer),
            _needs_block(viewer),
            *_hardly_shown_blocks(viewer),
            *given_blocks(viewer),
            *led_blocks(viewer),
            *reversed(_guidance_blocks(viewer)),
        ],
    )


def _hardly_shown_blocks(viewer: Viewer) -> list[Block]:
    """Year groups from which routes are crowded out, or to which too little is shown by now,
    while the year lasts; none, no block.
    """
    on = timezone.localdate()
    weeks = (AcademicYear.of(on).ends_on - on).days // 7
    address = reverse("reports:impartiality")
    warned = reports.warnings(viewer, on)
    is_beside = any(one.crowded_out for one in warned)
    none_near = none_within_reach(viewer, on, rules.prospects("route", on)) if is_beside else ()
    lines = [
        Line(
            f"Year {one.year_group}: {hardly_shown_words(one, none_near)}",
            f"{address}?show=route&by=year_group",
        )
        for one in warned
    ]
    title = f"Hardly shown yet, with {weeks} weeks of the year left"
    return [Block(title, lines, "", address, "How evenly routes are shown")] if lines else []


def governor(viewer: Viewer) -> Section:
    """A governor: figures without names, and the report."""
    day = day_for(viewer, timezone.localdate())
    return Section(
        "home/sections/blocks.html",
        f"The whole school on {day_words(day)}",
        tiles=missing_tiles(viewer),
        blocks=[
            Block(
                "Reports",
                [
                    Line(
                        "Governors’ report",
                        reverse("reports:governors"),
                        f"As it stood on {standing_words(day)}",
                    )
                ],
                "",
            )
        ],
    )


def administrator(viewer: Viewer) -> Section:
    """An administrator: the roll, the people, the log."""
    return Section(
        "home/sections/blocks.html",
        "Looking after Fingerpost",
        blocks=[
            Block(
                "What to do",
                [
                    Line("Bring the roll up to date", reverse("students:upload")),
                    Line(
                        "People",
                        reverse("accounts:people"),
                        f"{people_at(viewer.school.pk).count()} roles held now",
                    ),
                    Line("The school’s year, rooms and periods", reverse("schools:settings")),
                    Line("Audit log", reverse("audit:log"), "Who saw and changed what"),
                ],
                "",
            )
        ],
    )


BY_ROLE: dict[Role, Callable[[Viewer], Section | None]] = {
    Role.STUDENT: student,
    Role.PARENT: parent,
    Role.ADVISER: adviser,
    Role.TUTOR: tutor,
    Role.CAREERS_LEADER: steering,
    Role.SENCO: steering,
    Role.SENIOR_LEADER: steering,
    Role.GOVERNOR: governor,
    Role.ADMINISTRATOR: administrator,
}
