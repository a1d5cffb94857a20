"""The main tasks with a keyboard and nothing else."""

import re


def tab_to(page, name, *, most=80):
    """Press Tab until the control with this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        words = page.evaluate(
            """() => {
                const now = document.activeElement;
                const label = now.labels && now.labels.length ? now.labels[0].innerText : '';
                return label || now.getAttribute('aria-label') || now.innerText || '';
            }"""
        )
        if re.match(name, " ".join(words.split())):
            return
    raise AssertionError(f"Tab never reached {name!r} on {page.url}")


def test_signing_in_and_skipping_to_the_content(visitor):
    someone = visitor()
    page = someone.go("/sign-in/login/")
    tab_to(page, "Email")
    page.keyboard.type("student@demo.example")
    tab_to(page, "Password")
    page.keyboard.type("which way next?")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text().startswith("Hello")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_a_student_saves_an_idea(visitor):
    page = visitor("student@demo.example").go("/ideas/add/")
    tab_to(page, "What is your idea")
    page.keyboard.type("Tree surgeon")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Tree surgeon" in page.locator("main").inner_text()


def test_a_leader_goes_from_coverage_to_booking(visitor):
    page = visitor("leader@demo.example").go(
        "/measures/duty_independent_guidance/students/?side=not_counted&by=tutor_group&group=11A"
    )
    tab_to(page, "Select all")
    page.keyboard.press("Space")
    tab_to(page, "Book interviews")
    page.keyboard.press("Enter")
    page.wait_for_url("**/interviews/book/**")
    assert page.locator("main table tbody tr").count() > 1


def test_the_focus_can_always_be_seen(visitor):
    page = visitor("leader@demo.example").go("/measures/coverage/")
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const style = getComputedStyle(document.activeElement);
                return style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
