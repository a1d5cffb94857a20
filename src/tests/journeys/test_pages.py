"""Every page a role can reach from its menu: accessible, and fit for a phone and a desk."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

ROLES = ["student", "parent", "tutor", "adviser", "leader", "senco", "head", "governor", "admin"]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # All that passes is not listed with its markup: that takes as long again.
    "resultTypes": ["violations"],
}
# Pages beyond the menu that are reached from a page on it.
MORE_LINKS_ON_A_PAGE = 12
FILES = ("/pdf/", ".pdf", ".csv", ".json", ".jsonld", ".xlsx", ".ics", ".zip")
PICTURES = os.environ.get("FINGERPOST_SCREENSHOTS")


def _menu(page):
    links = page.locator("nav[aria-label=Main] a, .fp-person a").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    return list(dict.fromkeys(["/", *links]))


def _kind(path):
    """The page an address is of, whatever student, group or measure it is about."""
    return resolve(urlsplit(path).path).view_name


def _inside(page):
    """One link of each kind in the page's own content and to the pages beside it."""
    links = page.locator(".fp-subnav a, main a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    kinds = {}
    for link in links:
        path = urlsplit(link).path
        if path.endswith(FILES) or path.startswith("/static/"):
            continue
        kinds.setdefault(_kind(path), link.split("#")[0])
    return list(kinds.values())[:MORE_LINKS_ON_A_PAGE]


def _look(page, role, name):
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{role}-{name}.png", full_page=True)


def _problems(page):
    found = Axe().run(page, options=RULES)
    return [
        f"{page.url}: {problem['id']} {problem['help']}: {problem['nodes'][0]['html'][:160]}"
        for problem in found.response["violations"]
    ]


def _too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")


def _name(path):
    return path.strip("/").replace("/", "-").replace("?", "_").replace("=", "-")[:70] or "start"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_accessible_and_fits(visitor, role):
    someone = visitor(f"{role}@demo.example")
    waiting, seen, problems = _menu(someone.go("/")), [], []
    known = {_kind(path) for path in waiting}
    for path in waiting:
        page = someone.go(path)
        seen.append(path)
        problems += _problems(page)
        _look(page, role, f"{_name(path)}-desk")
        for more in _inside(page):
            if _kind(more) not in known:
                known.add(_kind(more))
                waiting.append(more)
        if _too_wide(page):
            problems.append(f"{path} is wider than the window")
        page.set_viewport_size({"width": 390, "height": 844})
        _look(page, role, f"{_name(path)}-phone")
        page.set_viewport_size({"width": 320, "height": 700})
        if _too_wide(page):
            problems.append(f"{path} is wider than a small phone")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert len(seen) > 1
    assert not problems, "\n".join(problems)
