"""Occupations in words that an 11 year old reads, each figure with its source."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .. import bridge

WAYS = {
    "apprenticeship": "An apprenticeship",
    "college": "A college course",
    "direct": "Ask an employer for a job",
    "other": "Another way",
    "university": "University",
    "volunteering": "Help out first as a volunteer",
    "work": "Start in a lower job and move up",
}
# What a level of course is like, in words that say how long it takes to get there.
LEVELS = {
    1: "a first course (level 1)",
    2: "a course as hard as GCSEs (level 2)",
    3: "a course as hard as A levels (level 3)",
    4: "a higher course (level 4)",
    5: "a higher course (level 5)",
    6: "a degree (level 6)",
    7: "a course after a degree (level 7)",
    8: "a course after a degree (level 8)",
}
RESTRICTIONS = {
    "registration": "You have to be on a register, or hold a card, to do this work",
    "background_check": "A check of your past (such as crimes)",
    "driving_licence": "A driving licence",
    "age": "You have to be old enough (often 18)",
    "medical": "A health check",
    "fitness": "You need to be fit",
    "heights": "You work high up",
    "nationality": "Rules on which country you are from",
    "licence": "A licence or a safety card",
    "language": "A second language",
    "test": "A test",
    "other": "There are other rules. Ask your adviser.",
}
NONE_PUBLISHED = "Nothing is published. Ask your adviser."
SETTINGS = {
    "office": "an office",
    "outdoors": "outdoors",
    "home": "home",
    "health": "a hospital or clinic",
    "school": "a school or college",
    "workshop": "a workshop or factory",
    "laboratory": "a lab",
    "building_site": "a building site",
    "shop": "a shop, hotel or salon",
    "studio": "a studio or on stage",
    "travelling": "out on the road, at sea or in the air",
}
TIMES = {
    "day": "in the day",
    "early": "early in the morning",
    "evenings": "in the evening",
    "evenings_weekends": "some evenings and weekends",
    "own_hours": "at hours you choose",
    "on_call": "on call",
}
VARY = {"varies": "it changes", "term_time": "in term time"}
NOT_KNOWN = "Not known"


def pounds(amount: int | None) -> str:
    """Pay a year, rounded as it is published."""
    return f"£{amount:,} a year" if amount else NOT_KNOWN


def pay_words(one: Any) -> str:
    """What somebody begins with, and of which year the figure is: pay has risen since."""
    if not one.pay_to_start:
        return "Pay varies"
    return f"{pounds(one.pay_to_start)} to start ({pay_year()})"


def pay_is_old() -> bool:
    """Whether pay is from more than two years ago, so that it is likely to be higher now."""
    return timezone.localdate().year - int(pay_year()) > 2


def pay_year() -> str:
    """The year of the figures on pay."""
    return str(bridge.base().sources["profiles"].dated).split()[-1]


def hours(one: Any) -> str:
    """How many hours a week, and when."""
    if not one.hours_from:
        return NOT_KNOWN
    low, high = (f"{number:g}" for number in (one.hours_from, one.hours_to or one.hours_from))
    many = low if low == high else f"{low} to {high}"
    return ", ".join(
        filter(None, (f"{many} hours a week", VARY.get(one.hours_vary), TIMES.get(one.times)))
    )


@dataclass(frozen=True)
class Way:
    """One way in: its name, and what each step on it needs."""

    name: str
    steps: list[str]


def ways(one: Any) -> list[Way]:
    """All ways into an occupation, in the order of the alphabet: none before another."""
    found = [
        Way(WAYS[way.way], [line for need in way.requirements if (line := needs(need))])
        for way in one.ways_in
    ]
    return sorted(found, key=lambda way: way.name)


def needs(need: Any) -> str:
    """What one step needs and what it opens; empty where it could not be read."""
    if not need.is_read:
        return ""
    parts = [part for part in (_gcses(need), _a_levels(need), _degree(need)) if part]
    said = " and ".join(parts)
    if need.subjects:
        said += f", with {listed(need.subjects)}"
    opens = f"For {LEVELS[need.level]}: " if need.level else ""
    return f"{opens}{said}." if opens else f"{said[:1].upper()}{said[1:]}."


def _gcses(need: Any) -> str:
    if need.gcses is None:
        return ""
    grade = f" at grade {need.grade} or above" if need.grade else ""
    low, high = need.gcses
    if low == 0:
        return f"up to {high} GCSEs{grade}"
    return f"{_many(low, high)} {'GCSE' if high == 1 else 'GCSEs'}{grade}"


def _a_levels(need: Any) -> str:
    if need.a_levels is None:
        return ""
    low, high = need.a_levels
    return f"{_many(low, high)} {'A level' if high == 1 else 'A levels'} or the same size"


def _degree(need: Any) -> str:
    return {"any": "a degree in any subject", "relevant": "a degree in a fitting subject"}.get(
        need.degree, ""
    )


def _many(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def listed(words: Sequence[str]) -> str:
    """Words with commas and an "and"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def because(words: Sequence[str]) -> str:
    """Why an occupation is suggested."""
    if not words:
        return "This is a bit different from what you said. Have a look."
    return f"You like {words[0]}." if len(words) == 1 else f"Fits: {listed(words[:3])}."


@dataclass(frozen=True)
class Facts:
    """One occupation as its page and a comparison show it."""

    slug: str
    title: str
    also: str
    fields: tuple[str, ...]
    pay_to_start: str
    pay_with_experience: str
    hours: str
    where: str
    openings: str
    outlook: str
    ways: list[Way]
    subjects: str
    skills: tuple[str, ...]
    restrictions: list[str]
    apprenticeships: list[str]


def facts(one: Any, area: str) -> Facts:
    """An occupation's facts; area: the code of the area that openings are told of."""
    base = bridge.base()
    words = bridge.questions().words
    outlook = base.outlook(one, area)
    standards = [base.standards[ref] for ref in one.standards if ref in base.standards]
    return Facts(
        slug=one.slug,
        title=one.title,
        also=", ".join(one.other_titles[:4]),
        fields=one.fields,
        pay_to_start=pounds(one.pay_to_start),
        pay_with_experience=pounds(one.pay_with_experience),
        hours=hours(one),
        where=listed([SETTINGS[key] for key in one.settings[:4]]) or NOT_KNOWN,
        openings=_openings(outlook),
        outlook=_change(outlook),
        ways=ways(one),
        subjects=listed(one.subjects) or NONE_PUBLISHED,
        skills=tuple(words[skill] for skill in one.skills),
        restrictions=[RESTRICTIONS[key] for key in one.restrictions],
        apprenticeships=[f"{standard.title} (level {standard.level})" for standard in standards],
    )


def _openings(outlook: Any) -> str:
    if outlook is None:
        return NOT_KNOWN
    many = f"about {outlook.openings_a_year:,} a year from 2020 to 2035"
    return f"{many} in all jobs of this group: {outlook.group.lower()}"


def _change(outlook: Any) -> str:
    """Whether there will be more or fewer such jobs."""
    if outlook is None:
        return NOT_KNOWN
    change = round(100 * outlook.change)
    if abs(change) < 3:
        return "About as many jobs in 2035 as in 2020"
    return f"{abs(change)}% {'more' if change > 0 else 'fewer'} jobs in 2035 than in 2020"


def source_words() -> list[str]:
    """Where the figures come from, each with its date."""
    return [f"{one.what}: {one.credit} ({one.dated})" for one in bridge.base().sources.values()]


@dataclass(frozen=True)
class Card:
    """One occupation in a list."""

    slug: str
    title: str
    by: str
    fields: str
    pay: str
    ways: str
    because: str
    is_saved: bool


def cards(occupations: Iterable[Any], saved: Collection[str]) -> list[Card]:
    """Occupations as a list shows them."""
    return [_card(one, "", "", saved) for one in occupations]


def found_cards(found: Iterable[Any], saved: Collection[str]) -> list[Card]:
    """What a search found, each with the title by which where its own does not tell."""
    return [
        _card(
            one.occupation,
            "" if one.by.casefold() in one.occupation.title.casefold() else one.by,
            "",
            saved,
        )
        for one in found
    ]


def suggested_cards(suggested: Iterable[Any], saved: Collection[str]) -> list[Card]:
    """Suggestions as a list shows them, each with its reason."""
    return [_card(one.occupation, "", because(one.because), saved) for one in suggested]


def led_to_cards(suggested: Iterable[Any], saved: Collection[str]) -> list[Card]:
    """Suggestions by the published keys, each with the family and the traits that led to it."""
    return [
        _card(one.occupation, "", f"Fits: {'; '.join(one.because)}", saved) for one in suggested
    ]


def _card(one: Any, by: str, reason: str, saved: Collection[str]) -> Card:
    return Card(
        one.slug,
        one.title,
        by,
        ", ".join(one.fields[:2]),
        pay_words(one),
        listed(sorted(WAYS[way.way].lower() for way in one.ways_in if way.way != "other")),
        reason,
        one.slug in saved,
    )


def compared(chosen: Sequence[Facts]) -> list[tuple[str, list[list[str]]]]:
    """Rows of a comparison: what is compared, and for each occupation lines to show."""
    return [
        (f"Pay to start ({pay_year()})", [[one.pay_to_start] for one in chosen]),
        (f"Pay later on ({pay_year()})", [[one.pay_with_experience] for one in chosen]),
        (f"Hours ({pay_year()})", [[one.hours] for one in chosen]),
        ("Where you work", [[one.where] for one in chosen]),
        ("New openings", [[one.openings, one.outlook] for one in chosen]),
        ("Ways in", [[way.name for way in one.ways] for one in chosen]),
        ("Subjects", [[one.subjects] for one in chosen]),
        ("You use", [list(one.skills[:4]) for one in chosen]),
        ("You may need", [one.restrictions or [NONE_PUBLISHED] for one in chosen]),
    ]
