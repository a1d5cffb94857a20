"""Which pages the top bar offers, by role."""

from collections.abc import Set
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.accounts.permissions import WRITTEN_TO
from fingerpost.accounts.viewer import Viewer

_GUIDANCE = {Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER}
_RECORDING = {Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO}
_STEERING = {Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER}
_REPORTS = {Role.GOVERNOR, Role.SENIOR_LEADER, Role.CAREERS_LEADER}
_ROLL = {Role.ADMINISTRATOR, Role.CAREERS_LEADER}

# Label, name of the page, and the roles that see it in their menu; in the order of the menu.
MENU: list[tuple[str, str, Set[str]]] = [
    ("Start", "home:start", set(Role)),
    ("My plan", "interviews:plan", {Role.STUDENT}),
    ("Explore jobs", "occupations:explore", {Role.STUDENT, Role.PARENT} | _GUIDANCE),
    ("Today’s lesson", "lessons:today", {Role.STUDENT}),
    ("My ideas", "pathways:ideas", {Role.STUDENT}),
    ("What’s next for me", "destinations:mine", {Role.STUDENT}),
    ("What is coming up", "home:coming_up", {Role.STUDENT}),
    ("Places", "places:mine", {Role.STUDENT}),
    ("What I have done", "home:own_record", {Role.STUDENT}),
    ("Who is missing out", "ledger:coverage", _GUIDANCE),
    ("Next steps", "signposting:group", _GUIDANCE),
    ("Interviews", "interviews:list", {Role.ADVISER, Role.CAREERS_LEADER}),
    ("Actions", "interviews:actions", _GUIDANCE),
    ("Programme", "programme:sessions", _GUIDANCE),
    ("Impartiality", "reports:impartiality", _GUIDANCE),
    ("Intentions", "destinations:groups", _GUIDANCE),
    ("Feedback", "evaluation:results", _GUIDANCE),
    ("Measures", "ledger:catalogue", _GUIDANCE | _REPORTS),
    ("Governors’ report", "reports:governors", _REPORTS),
    ("Roll", "students:roll", _ROLL),
    ("People", "accounts:people", {Role.ADMINISTRATOR}),
    ("School", "schools:settings", {Role.ADMINISTRATOR}),
    ("Audit log", "audit:log", {Role.ADMINISTRATOR}),
]

# The pages under an item of the menu: the first of them that there is opens from the menu.
SUB_MENU: dict[str, list[tuple[str, str, Set[str]]]] = {
    "Explore jobs": [
        ("Explore jobs", "occupations:explore", {Role.CAREERS_LEADER}),
        ("Near me", "occupations:near", {Role.CAREERS_LEADER}),
        ("Ask providers", "opportunities:links", {Role.CAREERS_LEADER}),
        ("Given by providers", "opportunities:waiting", {Role.CAREERS_LEADER}),
    ],
    "Interviews": [
        ("Interviews", "interviews:list", {Role.ADVISER, Role.CAREERS_LEADER}),
        ("Timetables", "timetables:list", {Role.ADVISER, Role.CAREERS_LEADER}),
    ],
    "What’s next for me": [
        ("My choices", "choices:mine", {Role.STUDENT}),
        ("What I want to do", "destinations:mine", {Role.STUDENT}),
        ("My CV and letters", "choices:documents", {Role.STUDENT}),
    ],
    "Intentions": [
        ("Intentions", "destinations:groups", _GUIDANCE),
        ("Choices and applications", "choices:school", _GUIDANCE),
        ("Predicted grades", "choices:grades", {Role.CAREERS_LEADER}),
    ],
    "Programme": [
        ("Planner", "programme:planner", _GUIDANCE),
        ("Activities", "programme:activities", _GUIDANCE),
        ("Sessions", "programme:sessions", _GUIDANCE),
        ("Places", "places:rounds", _GUIDANCE),
        ("Labour market lesson", "lessons:lessons", _RECORDING),
        ("Budget", "programme:budget", {Role.CAREERS_LEADER, Role.SENIOR_LEADER}),
        ("School calendar", "schools:calendar", {Role.CAREERS_LEADER}),
    ],
    "Feedback": [
        ("What students thought", "evaluation:results", _GUIDANCE),
        ("Sessions you led", "evaluation:to_say", _RECORDING),
        ("What was worth it", "evaluation:worth", _STEERING),
    ],
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation` and `sub_navigation`, lists of (label, url, current).

    Under `sub_navigation` are the pages that belong together with the one shown.
    """
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {"navigation": []}
    items = _offered(viewer, MENU)
    under = {label: _offered(viewer, SUB_MENU.get(label, [])) for label, _ in items}
    addresses = {label: [url, *(one for _, one in under[label])] for label, url in items}
    here = max(
        (url for urls in addresses.values() for url in urls if _is_within(request.path, url)),
        key=len,
        default="",
    )
    current = next((label for label, urls in addresses.items() if here in urls), "")
    return {
        "navigation": [
            (label, under[label][0][1] if under[label] else url, label == current)
            for label, url in items
        ],
        "sub_navigation": [(label, url, url == here) for label, url in under.get(current, [])],
        "person_links": _person_links(viewer),
    }


def _offered(viewer: Any, menu: list[tuple[str, str, Set[str]]]) -> list[tuple[str, str]]:
    """Label and address of each item that the viewer's roles see."""
    return [(label, reverse(name)) for label, name, roles in menu if viewer.has(*roles)]


def _is_within(path: str, url: str) -> bool:
    """Whether a page belongs to a menu item. Start is itself only: every path begins with it."""
    return path == url if url == "/" else path.startswith(url)


def _person_links(viewer: Viewer) -> list[tuple[str, str]]:
    links = [
        ("Your account", reverse("accounts:own_account")),
        ("Your calendar", reverse("calendars:own")),
    ]
    if viewer.has(*WRITTEN_TO.roles):
        links.append(("E-mails to you", reverse("interviews:mail")))
    if viewer.schools > 1:
        links.append(("Change school", reverse("schools:choose")))
    if viewer.person.runs_installation:
        links.append(("Add a school", reverse("schools:add")))
    return links
