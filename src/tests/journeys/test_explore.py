"""On a phone: from no idea to three ideas and one dated step, seen by tutor and careers leader."""

import datetime as dt
import re

from fingerpost.common.days import day_words
from tests.journeys.hands import press, words


def answer_everything(student):
    """Likes making and being outdoors; in the middle of everything else."""
    page = student.go("/occupations/")
    with page.expect_navigation():
        page.get_by_role("link", name="Start").click()
    while "/about-me/" in page.url:
        for number, statement in enumerate(page.locator("fieldset.fp-scale").all()):
            asks = statement.locator("legend").inner_text()
            likes = re.search("bike|plants|wood|tools|machine|Draw|photos", asks)
            statement.locator("input").nth(4 if likes else 1 + number % 2).check()
        press(page, re.compile("^Save( and go on)?$"))
    assert "/for-me/" in page.url


def save_three(student):
    """Three of the suggestions, each of another kind of work."""
    page = student.go("/occupations/for-me/")
    assert words(page).count("Fits:") + words(page).count("You like") >= 10
    titles = []
    kinds = set()
    for card in page.locator("article.fp-card").all():
        mine = set(card.locator("p.fp-small").first.inner_text().split(". ")[0].split(", "))
        if mine & kinds or len(titles) == 3:
            continue
        kinds |= mine
        titles.append(card.locator("h3 a").inner_text())
        card.get_by_role("button").click()
        card.get_by_text("Saved.").wait_for()
    assert len(titles) == 3
    return titles


def look_closer(student, titles):
    page = student.go("/occupations/for-me/")
    with page.expect_navigation():
        page.get_by_role("link", name=titles[0], exact=True).click()
    assert "What do I need for this?" in words(page)
    page.get_by_role("button", name=re.compile("I have read about this job")).click()
    page.get_by_text("Noted.").wait_for()
    with page.expect_navigation():
        page.get_by_role("link", name="Side by side with others").click()
    assert page.locator("table thead th").count() == 3
    two_fit_the_smallest_screen(page)
    page = student.go("/occupations/near/")
    routes = page.locator("article.fp-card .govuk-tag, article.fp-card .fp-tag").all_inner_texts()
    assert len(set(routes[:8])) >= 6


def two_fit_the_smallest_screen(page):
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    second = page.locator("table thead th").nth(1).bounding_box()
    assert second["x"] + second["width"] <= 320
    page.set_viewport_size(before)


def make_a_step(student, title):
    page = student.go("/ideas/")
    card = page.locator("article.fp-card", has_text=title).first
    with page.expect_navigation():
        card.get_by_role("link", name=re.compile("Make it a step")).click()
    due = page.get_by_label("By when?").input_value()
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    return dt.date.fromisoformat(due)


def shown_by_research(leader):
    """How many students have been shown each route, as the impartiality page counts them."""
    page = leader.go("/reports/impartiality/")
    return [int(one) for one in re.findall(r"(\d+) of \d[\d,]* \(", words(page))]


def test_a_student_without_an_idea_ends_with_three_and_a_step(visitor):
    student = visitor("year9@demo.example", phone=True)
    tutor, leader = visitor("tutor9@demo.example"), visitor("leader@demo.example")
    begin = student.go("/").get_by_role("link", name=re.compile("^Start the quiz"))
    assert begin.count() == 1
    before = shown_by_research(leader)
    answer_everything(student)
    titles = save_three(student)
    look_closer(student, titles)
    due = make_a_step(student, titles[0])
    plan = words(student.go("/interviews/plan/"))
    assert titles[0] in plan
    assert day_words(due) in plan
    assert f"a step for {day_words(due)}" in words(tutor.go("/"))
    exported = student.page.request.get(student.site.address + "/ideas/my-ideas.json").json()
    assert {one["title"] for one in exported["ideas"]} >= set(titles)
    after = shown_by_research(leader)
    assert after != before
