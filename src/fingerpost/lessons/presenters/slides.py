"""The slides of a lesson: large words for a projector, of a group and never of a student."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fingerpost.pathways.presenters.occupations import pay_words
from fingerpost.pathways.selectors.areas import WHOLE_COUNTRY

from .. import bridge
from .bars import Bar, BarTable
from .entries import sector_labels, student_cards
from .groups_of_jobs import plain_name

MOST_POPULAR = 6
GROUPS_SHOWN = 4  # of those with most openings, and as many of those thought of most
SECTORS_SHOWN, EXAMPLES = 3, 3
ENTRIES_SHOWN = 6
# Ways into an occupation, short enough for a slide; in the order in which they are told.
_SHORT_WAYS = {
    "apprenticeship": "apprenticeship",
    "college": "college",
    "direct": "straight in",
    "university": "university",
    "volunteering": "as a volunteer first",
    "work": "work your way up",
}


@dataclass(frozen=True)
class Example:
    """One occupation to look at: pay, openings a year in its kind of work, ways in."""

    slug: str
    title: str
    pay: str
    openings: str
    ways: str


@dataclass(frozen=True)
class Unseen:
    """A sector that nobody, or hardly anybody, of the group has looked at."""

    label: str
    how_many: str
    examples: Sequence[Example]


@dataclass(frozen=True)
class Material:
    """What slides are made of. size: how many students the group has; turn: of this lesson."""

    size: int
    area: str
    turn: int
    threshold: int
    looked: Sequence[Any]
    entries: Sequence[Any]


@dataclass(frozen=True)
class Slide:
    """One slide: its template and what that shows."""

    name: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)


def count_words(found: bridge.Count, of: int, threshold: int) -> str:
    """How many of a group, in words that tell of no few."""
    if found.is_most:
        return "nearly all of you"
    if found.number is None:
        return f"fewer than {threshold} of you"
    return f"about {found.number} of {of}" if found.number else "nobody yet"


def ideas(material: Material) -> Slide:
    """What the group thinks of most, and how wide that is."""
    found = bridge.ideas_of(
        material.looked, material.size, len(sector_labels(for_students=True)), material.threshold
    )
    shown = found.popular[:MOST_POPULAR]
    table = BarTable(
        "Jobs that many of you have saved",
        ("Job", "How many of you"),
        [(one.occupation.title, [_of_you(one.count, material)]) for one in shown],
    )
    return Slide(
        "ideas",
        "Your ideas",
        {
            "table": table if shown else None,
            "students": count_words(found.students, material.size, material.threshold),
            "has_ideas": found.sectors > 0,
            "sectors": found.sectors,
            "of_sectors": found.of_sectors,
            "threshold": material.threshold,
        },
    )


def _of_you(found: bridge.Count, material: Material) -> Bar:
    """How many of the group, with a bar where it may be told."""
    words = count_words(found, material.size, material.threshold)
    if found.is_most:
        return Bar(words, 1.0, series=2)
    return Bar(words, (found.number or 0) / (material.size or 1), series=2)


def chosen_groups(material: Material) -> list[bridge.GroupOfJobs]:
    """The groups of jobs that the slide compares: those with most openings, and those that most
    of the students think of; most openings first.
    """
    found = bridge.groups_of_jobs(material.looked, material.size, material.area, material.threshold)
    thought_of = [one for one in found if one.count.is_shown]
    thought_of.sort(key=lambda one: (not one.count.is_most, -(one.count.number or 0), one.name))
    chosen = {one.sub_major for one in (*found[:GROUPS_SHOWN], *thought_of[:GROUPS_SHOWN])}
    return [one for one in found if one.sub_major in chosen]


def openings(material: Material) -> Slide:
    """Groups of jobs, each with how many think of it beside how many jobs there will be."""
    shown = chosen_groups(material)
    most = max((one.openings for one in shown), default=0) or 1
    table = BarTable(
        "Your ideas beside the jobs to fill",
        ("Jobs like these", "How many of you", "Jobs to fill each year"),
        [
            (
                plain_name(one.sub_major, one.name),
                [
                    _of_you(one.count, material),
                    Bar(
                        f"{one.openings:,} a year, {change_words(one.change)}",
                        one.openings / most,
                    ),
                ],
            )
            for one in shown
        ],
    )
    context = {
        "area": bridge.area_name(material.area),
        "is_whole_country": material.area == WHOLE_COUNTRY,
        "table": table,
        "sources": _outlook_source(),
    }
    return Slide("openings", "Your ideas and the jobs there will be", context)


def change_words(change: float) -> str:
    """Whether there will be more or fewer such jobs."""
    percent = round(100 * change)
    if abs(percent) < 3:
        return "as many in 2035"
    return f"{abs(percent)}% {'more' if percent > 0 else 'fewer'} people in them by 2035"


def _outlook_source() -> str:
    """Where the figures on openings come from, with their date."""
    found = bridge.outlook_source()
    return f"{found.what}: {found.credit} ({found.dated})"


def unseen_sectors(material: Material) -> list[Unseen]:
    """Sectors that fewest of the group have looked at, each with occupations that differ."""
    labels = sector_labels(for_students=True)
    counts = bridge.sector_counts(material.looked, material.size, labels, material.threshold)
    order = list(labels)
    start = material.turn % len(order)
    turned = order[start:] + order[:start]
    fewest = sorted(turned, key=lambda name: _rank(counts[name]))
    shown = examples_apart(fewest[:SECTORS_SHOWN], material.area, EXAMPLES, material.turn)
    return [
        Unseen(
            labels[name],
            f"Saved by {count_words(counts[name], material.size, material.threshold)}",
            examples,
        )
        for name, examples in shown
    ]


def examples_apart(
    sectors: Sequence[str], area: str, number: int, turn: int, without: Sequence[str] = ()
) -> list[tuple[str, list[Example]]]:
    """Examples of several sectors, none of them twice."""
    found: list[tuple[str, list[Example]]] = []
    used = list(without)
    for name in sectors:
        examples = examples_of(name, area, number, turn, used)
        used += [one.slug for one in examples]
        found.append((name, examples))
    return found


def _rank(found: bridge.Count) -> int:
    """Nobody first, then too few to tell, then by number, then nearly all."""
    if found.is_most:
        return 1_000_000
    return 1 if found.number is None else found.number + 1 if found.number else 0


def examples_of(
    sector: str, area: str, number: int, turn: int, without: Sequence[str] = ()
) -> list[Example]:
    """Occupations of a sector that differ in route and level, with figures."""
    return [
        Example(
            one.slug,
            one.title,
            pay_words(one),
            _openings_words(bridge.outlook(one, area)),
            _ways(one),
        )
        for one in bridge.examples(sector, number, turn, without)
    ]


def _ways(one: Any) -> str:
    """The ways in, in the order of the alphabet: none before another."""
    known = {way.way for way in one.ways_in}
    return ", ".join(words for way, words in _SHORT_WAYS.items() if way in known).capitalize()


def _openings_words(group: Any) -> str:
    """Openings are known of a whole group of jobs, which is named."""
    if group is None:
        return ""
    name = _in_a_sentence(plain_name(group.sub_major, group.group))
    return f"In all of {name}: {group.openings_a_year:,} jobs to fill each year"


def unseen(material: Material) -> Slide:
    """Sectors to look at."""
    return Slide("unseen", "Have you thought of these?", {"sectors": unseen_sectors(material)})


def now(material: Material) -> Slide:
    """What employers and local bodies say today."""
    cards = student_cards(material.entries[:ENTRIES_SHOWN])
    more = max(0, len(material.entries) - ENTRIES_SHOWN)
    return Slide("now", "What is new near here", {"cards": cards, "more": more})


def talk(material: Material) -> Slide:
    """Questions to talk about, made of what the slides before showed."""
    shown = chosen_groups(material)
    most = plain_name(shown[0].sub_major, shown[0].name) if shown else ""
    new = unseen_sectors(material)
    questions = [
        "Which of these jobs did you not know about before today?",
        "What do you think a normal day is like in one of them?",
    ]
    if most:
        questions.append(f"Most jobs to fill are these: {_in_a_sentence(most)}. Why is that?")
    if new:
        questions.append(f"Who do you know who works in {_in_a_sentence(new[0].label)}?")
    if material.entries:
        questions.append("Look at the news near here. Who may gain from it? Who may lose?")
    questions.append("Why do people pick a job? Is pay the main thing?")
    return Slide("talk", "Talk about it", {"questions": questions})


def _in_a_sentence(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


def task(material: Material) -> Slide:
    """What everybody does now."""
    return Slide("task", "Your turn")


SLIDES: Sequence[Callable[[Material], Slide]] = (ideas, openings, unseen, now, talk, task)


def slide(material: Material, number: int) -> Slide:
    """The slide of that number, from 1."""
    return SLIDES[number - 1](material)


def titles() -> Mapping[int, str]:
    """What each slide is about, for whoever looks for one."""
    names = ("Ideas", "Jobs to fill", "Not seen yet", "News", "Talk", "Your turn")
    return dict(enumerate(names, 1))
