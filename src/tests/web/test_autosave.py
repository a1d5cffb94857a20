"""Nothing typed is lost: autosave in a real browser, against a server that misbehaves."""

import json
import os
import shutil
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from fingerpost import web

pytestmark = pytest.mark.browser

STATIC = Path(web.__file__).parent / "static"
SITE = "http://fingerpost.test"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

FORM = """<!DOCTYPE html><html lang="en"><head><title>Record</title></head>
<body data-person="{person}">
<form method="post" action="/record/" data-autosave data-autosave-url="/save/"
      data-autosave-key="interview-1">
  <input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="hidden" name="version" value="{version}">
  <textarea name="points">{points}</textarea>
  <button type="submit">Finish</button>
  <p data-autosave-state aria-live="polite"></p>
</form>
<form method="post" action="/sign-in/logout/"><button type="submit">Sign out</button></form>
<script type="module" src="/static/web/fingerpost.js"></script></body></html>"""


class School:
    """Answers the browser's requests; a test says how."""

    def __init__(self):
        self.person, self.version, self.points = 1, 3, ""
        self.saves = []
        self.answer = (200, {"fields": {"version": "4"}})
        self.down = False
        self.finished = 0

    def handle(self, route):
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            return route.fulfill(path=STATIC / path.removeprefix("/static/"))
        if self.down:
            return route.abort("internetdisconnected")
        if path == "/save/":
            self.saves.append(_fields(route.request.post_data or ""))
            status, body = self.answer
            return route.fulfill(
                status=status, body=json.dumps(body), content_type="application/json"
            )
        if path == "/record/" and route.request.method == "GET":
            body = FORM.format(person=self.person, version=self.version, points=self.points)
            return route.fulfill(body=body, content_type="text/html")
        if path == "/record/":
            self.finished += 1
        return route.fulfill(
            body=f"<html><body data-person='{self.person}'><h1>{path}</h1>"
            "<script type='module' src='/static/web/fingerpost.js'></script></body></html>",
            content_type="text/html",
        )


def _fields(body: str) -> dict[str, str]:
    if "form-data" not in body:
        return {name: values[0] for name, values in parse_qs(body).items()}
    found = {}
    for part in body.split('name="')[1:]:
        name, rest = part.split('"', 1)
        found[name] = rest.strip("\r\n").split("\r\n")[0]
    return found


@pytest.fixture(scope="module")
def chromium():
    required = "browser" in os.environ.get("FINGERPOST_REQUIRE", "")
    missing = pytest.fail if required else pytest.skip
    if not CHROMIUM:
        missing("No Chromium here: install Debian's package “chromium” to run the browser tests.")
    if not (STATIC / "web" / "vendor" / "govuk-frontend.min.js").exists():
        missing("The page scripts are not built: run make setup.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def school_site():
    return School()


@pytest.fixture
def tab(chromium, school_site):
    context = chromium.new_context()
    context.route("**/*", school_site.handle)
    page = context.new_page()
    page.goto(f"{SITE}/record/")
    yield page
    context.close()


def _typed(page, words: str) -> None:
    page.locator("textarea").fill(words)


def _says(page, words: str) -> None:
    page.locator("[data-autosave-state]", has_text=words).wait_for(timeout=4000)


def _kept(page) -> list[str]:
    return page.evaluate("Object.values(localStorage)")


def test_what_is_typed_is_saved_and_then_leaves_the_browser(tab, school_site):
    _typed(tab, "Nursing")
    _says(tab, "Not saved yet")
    assert "Nursing" in _kept(tab)[0]
    _says(tab, "Saved at")
    assert (school_site.saves[0]["points"], school_site.saves[0]["version"]) == ("Nursing", "3")
    assert tab.locator("[name=version]").input_value() == "4"
    assert _kept(tab) == []


def test_a_lost_connection_loses_nothing_and_is_caught_up(tab, school_site):
    school_site.down = True
    _typed(tab, "Nursing")
    _says(tab, "No connection")
    school_site.down = False
    tab.reload()
    assert tab.locator("textarea").input_value() == "Nursing"
    _says(tab, "Saved at")
    assert school_site.saves[-1]["points"] == "Nursing"


def test_text_from_before_someone_elses_save_still_says_what_it_began_from(tab, school_site):
    school_site.down = True
    _typed(tab, "Mine")
    _says(tab, "No connection")
    school_site.down = False
    school_site.version, school_site.points = 9, "Theirs"
    school_site.answer = (409, {"conflict_url": "/conflict/"})
    tab.reload()
    tab.wait_for_url("**/conflict/")
    assert (school_site.saves[-1]["points"], school_site.saves[-1]["version"]) == ("Mine", "3")
    assert "Mine" in _kept(tab)[0]


def test_an_ended_session_keeps_the_text_and_says_so(tab, school_site):
    school_site.answer = (403, {})
    _typed(tab, "Nursing")
    _says(tab, "You are signed out")
    assert "Nursing" in _kept(tab)[0]


def test_a_refusal_says_why(tab, school_site):
    school_site.answer = (400, {"message": "The date is not a date."})
    _typed(tab, "Nursing")
    _says(tab, "The date is not a date.")


def test_the_next_person_at_the_same_computer_never_meets_the_text(tab, school_site):
    school_site.down = True
    _typed(tab, "Nursing")
    _says(tab, "No connection")
    school_site.down, school_site.person = False, 2
    tab.reload()
    tab.wait_for_timeout(300)
    assert tab.locator("textarea").input_value() == ""
    assert _kept(tab) == []


def test_signing_out_leaves_nothing_in_the_browser(tab, school_site):
    school_site.answer = (500, {})
    _typed(tab, "Nursing")
    _says(tab, "No connection")
    assert "Nursing" in _kept(tab)[0]
    tab.once("dialog", lambda asked: asked.accept())
    tab.get_by_text("Sign out").click()
    tab.wait_for_url("**/sign-in/logout/")
    assert _kept(tab) == []


def test_signing_out_with_a_text_that_is_not_saved_asks_first(tab, school_site):
    school_site.answer = (500, {})
    _typed(tab, "Nursing")
    _says(tab, "No connection")
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    tab.get_by_text("Sign out").click()
    tab.wait_for_timeout(300)
    assert "Signing out deletes it" in asked[0]
    assert "Nursing" in _kept(tab)[0]


@pytest.mark.parametrize(("hours", "kept"), [(23, 1), (25, 0)])
def test_a_text_nobody_came_back_for_is_gone_after_a_day(tab, hours, kept):
    tab.evaluate(
        """hours => localStorage.setItem('fingerpost.autosave.1.x',
           JSON.stringify({at: Date.now() - hours * 3600000, page: '', values: []}))""",
        hours,
    )
    tab.goto(f"{SITE}/elsewhere/")
    tab.wait_for_timeout(300)
    assert len(_kept(tab)) == kept


def test_a_form_that_was_answered_is_forgotten(tab, school_site):
    school_site.answer = (500, {})
    _typed(tab, "Nursing")
    tab.get_by_text("Finish").click()
    tab.wait_for_selector("h1")
    tab.goto(f"{SITE}/elsewhere/", referer=f"{SITE}/record/")
    tab.wait_for_timeout(300)
    assert school_site.finished == 1
    assert _kept(tab) == []


def test_pressing_twice_sends_once(tab, school_site):
    tab.evaluate(
        "document.querySelector('button').click(); document.querySelector('button').click()"
    )
    tab.wait_for_selector("h1")
    assert school_site.finished == 1
