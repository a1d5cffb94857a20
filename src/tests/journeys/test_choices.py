"""On a phone: why, another way, an application and its deadline; seen by staff, kept in a CV."""

import re

from tests.journeys.hands import press, submit, words
from tests.journeys.test_programme import feed_of

WHAT, WHERE = "Animal care", "Dale Farm College"


def say_why(student):
    page = student.go("/choices/mine/why/")
    page.get_by_label("I am good at it").check()
    page.get_by_label("Why, in your own words").fill("I help at the stables.")
    page.get_by_label("What else may you do? Your first other way").select_option(
        label="Apprenticeship"
    )
    submit(page)
    said = words(student.go("/choices/mine/"))
    assert "I help at the stables." in said
    assert "Apprenticeship" in said


def add_an_application(student):
    page = student.go("/choices/mine/applications/add/")
    page.get_by_label("What is it for?").fill(WHAT)
    page.get_by_label("Where is it?").fill(WHERE)
    page.get_by_label("What kind of place is it?").select_option(label="College")
    page.get_by_label("When does it close?").fill("2026-12-04")
    submit(page)


def card(page):
    return page.locator("article.fp-card", has_text=WHAT)


def move_on(student, state):
    page = student.go("/choices/mine/")
    with page.expect_navigation():
        card(page).get_by_role("button", name=re.compile(f"^{state}")).first.click()
    assert state in card(page).locator("h3").inner_text()


def write_a_cv(student):
    """From pieces of their own record to a page that says them, and a PDF."""
    page = student.go("/choices/cv/new/cv/")
    page.locator("input[type=checkbox]").first.check()
    page.get_by_label("Are you in charge of anything else?").fill("I lead the junior choir")
    submit(page)
    page.get_by_label("About me").fill("I like being outdoors.")
    press(page, "Save and read it")
    said = words(page)
    assert "I lead the junior choir" in said
    assert "I like being outdoors." in said
    answer = page.request.get(page.url.replace("/read/", "/pdf/"))
    assert answer.body().startswith(b"%PDF")


def write_a_statement(student):
    """The other thing that is written from one's own record."""
    page = student.go("/choices/cv/new/statement/")
    submit(page)
    page.get_by_label("What I want to do, and why").fill("I want to look after animals.")
    press(page, "Save and read it")
    assert "I want to look after animals." in words(page)
    written = words(student.go("/choices/cv/"))
    assert "CV" in written and "statement" in written


def test_a_student_chooses_applies_and_writes_a_cv_and_staff_see_how_it_goes(visitor):
    student = visitor("student@demo.example", phone=True)
    say_why(student)
    add_an_application(student)
    assert f"{WHAT}, {WHERE}" in words(student.go("/"))
    feed = feed_of(student).replace("\r\n ", "")
    assert re.search(r"DTSTART[^\n]*:20261204", feed)
    assert WHAT not in feed  # whoever reads over a shoulder learns the day alone
    move_on(student, "I sent it")
    move_on(student, "I got an offer")
    name = student.go("/").locator(".fp-person summary").inner_text().strip()
    leader = visitor("leader@demo.example")
    page = leader.go("/choices/school/students/?stands=offer")
    with page.expect_navigation():
        page.locator("main td a, main th a", has_text=name.split()[-1]).first.click()
    assert WHAT in words(page)
    write_a_cv(student)
    write_a_statement(student)
