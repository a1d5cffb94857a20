"""Rounds, their sessions and their students in tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from fingerpost.web.dates import moment_words, short_moment
from fingerpost.web.tables import Cell, Column, Row, Table

from ..bridge import helps_with
from ..enums import Phase
from ..selectors.answers import ANSWERS, Answered
from .words import PHASE_TONES, session_words


def phase_cell(of: Any) -> Cell:
    """Where a round stands, as a tag."""
    return Cell(tag=of.phase.label, tone=PHASE_TONES[of.phase])


def rounds_table(rounds: Iterable[Any]) -> Table:
    """One row per round: what, where it stands, when it opens and closes."""
    return Table(
        caption="Rounds of places",
        hide_caption=True,
        columns=[
            Column("Round"),
            *(Column("Stands", plain=True), Column("Opens"), Column("Closes")),
        ],
        rows=[
            [
                Cell(
                    one.title,
                    url=reverse("places:round", args=[one.pk]),
                    hint=_sessions_words(one.sessions_of_it),
                ),
                phase_cell(one),
                short_moment(one.opens_at),
                short_moment(one.closes_at),
            ]
            for one in rounds
        ],
    )


def _sessions_words(number: int) -> str:
    return f"{number} session" if number == 1 else f"{number} sessions"


def sessions_table(
    rows: Sequence[Any], groups: Mapping[str, str], *, for_leader: bool, wanted: Mapping[int, int]
) -> Table:
    """One row per session of a round. groups: labels of reserved groups, for whoever runs it.

    wanted: how many put each session first.
    """
    columns = [
        *(Column("Session"), Column("Places", plain=True), Column("Put first by", number=True)),
        Column("Helps with"),
    ]
    if for_leader:
        columns += [Column("Reserved"), Column("Going there")]
    return Table(
        caption="Sessions",
        hide_caption=True,
        columns=columns,
        rows=[_session_row(row, groups, for_leader, wanted) for row in rows],
    )


def _session_row(
    row: Any, groups: Mapping[str, str], for_leader: bool, wanted: Mapping[int, int]
) -> list[Any]:
    session = row.session
    least = f"runs with {session.minimum} or more" if session.minimum else ""
    places = f"{session.places_left} of {session.capacity} free"
    cells = [
        Cell(
            session.title,
            url=reverse("programme:session", args=[session.pk]),
            hint=session_words(session),
            tag="" if row.runs else "Too few asked",
            tone="warn",
        ),
        Cell(places, hint=least),
        Cell(
            url=f"{reverse('places:students', args=[row.round_id])}?first={session.pk}",
            number=wanted.get(session.pk, 0),
            about=session.title,
        ),
        _sentence(helps_with(session)),
    ]
    if for_leader:
        shares = [
            f"{number} for {groups.get(key, 'a group that is gone')}"
            for key, number in sorted(row.reserved.items())
        ]
        cells += ["; ".join(shares) or "None", _going(row)]
    return cells


def _sentence(parts: list[str]) -> str:
    words = ", ".join(parts)
    return f"{words[:1].upper()}{words[1:]}" if words else "–"


def _going(row: Any) -> str:
    said = [row.transport] if row.transport else []
    if row.escorts is not None:
        said.append(f"{row.escorts} who need an adult along can go")
    return "; ".join(said) or "–"


def answer_tiles(counts: Mapping[str, int], of: Any) -> list[tuple[str, int, str, str]]:
    """Label, number, address of its list, tone."""
    address = reverse("places:students", args=[of.pk])
    tones = {"answered": "good", "not_answered": "warn" if counts["not_answered"] else "good"}
    # Before it opens there is nothing to answer: only for how many it is.
    shown = ("all",) if of.phase in (Phase.DRAFT, Phase.SOON) else tuple(ANSWERS)
    return [
        (ANSWERS[show], counts[show], f"{address}?show={show}", tones.get(show, ""))
        for show in shown
    ]


def students_table(
    rows: Iterable[Answered], of: Any, titles: Mapping[int, str], *, may_enter: bool
) -> Table:
    """One row per student: whether they answered, what they want, first choice first."""
    columns = [Column("Student"), Column("Answer", plain=True), Column("Choices", plain=True)]
    if may_enter:
        columns.append(Column("For a student who cannot", actions=True))
    return Table(
        caption="Students",
        hide_caption=True,
        columns=columns,
        rows=[_student_row(one, of, titles, may_enter) for one in rows],
        empty="Nobody.",
    )


def _student_row(one: Answered, of: Any, titles: Mapping[int, str], may_enter: bool) -> Row:
    student, ranking = one.student, one.ranking
    name = Cell(
        student.name,
        url=reverse("home:guidance_record", args=[student.pk]),
        hint=student.group_or_year,
    )
    cells: list[Any] = [name, *_answer_cells(ranking, titles)]
    if may_enter:
        address = reverse("places:enter", args=[of.pk, student.pk])
        words = "Enter choices" if ranking is None else "Change choices"
        cells.append(Cell(words, url=address, about=f"of {student.name}"))
    return Row(cells, key=str(student.pk))


def _answer_cells(ranking: Any, titles: Mapping[int, str]) -> list[Any]:
    if ranking is None:
        return [Cell(tag="No answer", tone="warn"), None]
    by = f"entered by {ranking.entered_by}" if ranking.entered_by else ""
    hint = ", ".join(filter(None, (short_moment(ranking.submitted_at), by)))
    chosen = [
        f"{n}. {titles.get(key, 'no longer there')}" for n, key in enumerate(ranking.choices, 1)
    ]
    return [Cell(tag="Answered", tone="good", hint=hint), "; ".join(chosen) or "None of it"]


def _published(of: Any) -> str:
    return f"Published {moment_words(of.published_at)} by {of.published_by or 'somebody'}."


def when_words(of: Any) -> str:
    """Where a round stands and until when, in a sentence."""
    return {
        Phase.DRAFT: f"Students do not see it yet. Opens {moment_words(of.opens_at)} once you "
        "open it.",
        Phase.SOON: f"Opens {moment_words(of.opens_at)}, closes {moment_words(of.closes_at)}.",
        Phase.OPEN: f"Open until {moment_words(of.closes_at)}.",
        Phase.CLOSED: "Closed: no more answers. Run drafts, compare them, publish one.",
        Phase.PUBLISHED: _published(of) if of.published_at else "",
        Phase.CANCELLED: "Cancelled. Nothing was shared out.",
    }[of.phase]
