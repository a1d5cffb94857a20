"""A provider gives a course by its link, on a phone and without scripts; students see it once
the school has accepted it.
"""

from axe_playwright_python.sync_playwright import Axe

from .conftest import Visitor
from .test_pages import RULES

TITLE = "Tree care, level 2"


def link_of(leader):
    page = leader.go("/opportunities/links/")
    page.get_by_label("Provider", exact=True).fill("Green Hands (made up)")
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_load_state()
    card = page.locator("article", has_text="Green Hands (made up)").first
    return card.locator("input[readonly]").input_value().removeprefix(leader.site.address)


def give(browser, site, address):
    """What the provider does, in a window that runs no scripts."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, java_script_enabled=False, locale="en-GB")
    page = Visitor(site, context).go(address)
    page.get_by_role("link", name="Add a course or other place").click()
    page.get_by_label("What is it called?").fill(TITLE)
    page.get_by_label("What kind of place is it?").select_option("further_education")
    page.get_by_label("How many GCSEs does it ask for?").select_option("2")
    page.get_by_label("At which grade?").select_option("3")
    page.get_by_role("button", name="Send to the school").click()
    said = page.locator("main").inner_text()
    context.close()
    return said


def problems(someone, addresses):
    found = []
    for address in addresses:
        page = someone.go(address)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append(f"{address} is too wide")
        found += [
            f"{address}: {one['id']} {one['nodes'][0]['html'][:160]}"
            for one in Axe().run(page, options=RULES).response["violations"]
        ]
    return found


def test_what_a_provider_gives_reaches_students_once_it_is_accepted(visitor, browser, site):
    leader, student = visitor("leader@demo.example"), visitor("student@demo.example", phone=True)
    address = link_of(leader)
    said = give(browser, site, address)
    assert "Waiting for the school: 1" in said
    assert TITLE in said
    near = "/occupations/near/?route=further_education&miles=any"
    assert TITLE not in student.go(near).locator("main").inner_text()
    page = leader.go("/opportunities/waiting/")
    page.get_by_role("checkbox", name=TITLE).check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.wait_for_load_state()
    words = student.go(near).locator("article", has_text=TITLE).inner_text()
    assert "Given by the provider on" in words
    pages = [address, *(f"{address}add/{kind}/" for kind in ("course", "open_day", "taster"))]
    assert not problems(visitor(phone=True), pages)
