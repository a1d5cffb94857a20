"""A lesson on the projector, a step on a phone, and the tutor sees it."""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.journeys.hands import words
from tests.journeys.test_pages import RULES


def test_a_lesson_runs_by_arrow_keys_and_a_student_ends_with_a_step(visitor):
    tutor = visitor("tutor@demo.example")
    page = tutor.go("/lessons/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start the lesson").click()
    seen = [page.locator("h1").inner_text()]
    for number in range(2, 7):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(f"/slides/{number}/$"))
        seen.append(page.locator("h1").inner_text())
        assert not Axe().run(page, options=RULES).response["violations"]
    assert len(set(seen)) == 6
    page.keyboard.press("ArrowRight")  # the names are not a slide
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("/slides/5/$"))

    student = visitor("student@demo.example", phone=True)
    page = student.go("/lessons/today/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Take this one")).first.click()
    step = page.get_by_label("What will you do?").input_value()
    assert step.startswith("Find out more about this job: ")
    with page.expect_navigation():
        page.get_by_role("button", name="Put it in my plan").click()
    assert step in words(page)
    assert step in words(student.go("/interviews/plan/"))

    page = tutor.go("/lessons/")
    with page.expect_navigation():
        page.locator("main ul a").first.click()
    assert step in words(page)
