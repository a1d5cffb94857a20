"""The register of a session on a phone that loses its connection, in a browser."""

import contextlib
import json
import re

import pytest
from playwright.sync_api import Error

KEPT_WORDS = "[data-register-kept]"
STATE = "[data-autosave-state]"
KEPT_PAGE = "async () => (await caches.match(location.href)).text()"
# What the browser keeps of this site: names in caches, keys of its storage, service workers.
LEFT = """async () => ({
    caches: await caches.keys(),
    storage: Object.keys(localStorage),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


def register_of_today(someone):
    """The address of the register of today's session, found as a tutor finds it."""
    page = someone.go("/")
    line = page.locator("main section, main .fp-card").filter(has_text="Registers to take")
    line.get_by_role("link", name=re.compile("tutor time")).first.click()
    page.wait_for_url("**/register/")
    return page.url.removeprefix(someone.site.address)


def open_kept(someone, address):
    """Open a register and wait until the device has kept it."""
    page = someone.go(address)
    page.locator(KEPT_WORDS).wait_for(state="visible")
    return page


def row(page, number):
    return page.locator("[data-register-row]").nth(number)


def name_of(line):
    return line.locator("legend").inner_text()


def mark(line, choice):
    line.get_by_role("radio", name=choice, exact=True).check()


def marks(page):
    """Name and mark of each line, as the page shows them."""
    return page.locator("[data-register-row]").evaluate_all(
        """lines => Object.fromEntries(lines.map(line => [
            line.querySelector('legend').innerText,
            line.querySelector('input:checked')?.value ?? '',
        ]))"""
    )


def kill(page):
    """End a page as a phone does that needs its memory: without a last word to the server.

    Closing it would let one out, because a browser's pretended lack of connection ends first.
    """
    with contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def made(words):
    """When the server made a register page."""
    return re.search(r'data-register-made="([^"]+)"', words)[1]


def wait_for_state(page, words):
    page.wait_for_function(
        """([place, words]) => document.querySelector(place)?.textContent.includes(words)""",
        arg=[STATE, words],
        timeout=20_000,
    )


@pytest.fixture
def tutor(visitor):
    return visitor("tutor@demo.example", phone=True)


def test_a_register_is_taken_without_a_connection_and_sent_when_there_is_one_again(visitor, tutor):
    address = register_of_today(tutor)
    page = open_kept(tutor, address)
    context = page.context
    total = page.locator("[data-register-row]").count()
    assert total >= 5
    first, second, third, fourth = (name_of(row(page, number)) for number in range(4))

    # One mark while there is a connection: saved by itself, and kept for later.
    mark(row(page, 0), "Here")
    wait_for_state(page, "Saved at")

    kept_page = made(page.evaluate(KEPT_PAGE))
    context.set_offline(True)
    mark(row(page, 1), "Here")
    mark(row(page, 2), "Not here")
    wait_for_state(page, "No connection")
    # The phone is put away, and taken out again: the page opens, with all marks on it.
    kill(page)
    page = context.new_page()
    page.goto(tutor.site.address + address)
    page.locator("[data-register-row]").first.wait_for()
    assert made(page.content()) == kept_page
    now = marks(page)
    assert (now[first], now[second], now[third], now[fourth]) == ("there", "there", "absent", "")
    mark(row(page, 3), "Here")
    page.get_by_role("button", name="Save the register").click()
    wait_for_state(page, "No connection")

    # Meanwhile somebody else marks at a desk: one student of their own, and one otherwise.
    leader = visitor("leader@demo.example")
    desk = leader.go(address)
    assert marks(desk)[first] == "there"
    assert marks(desk)[second] == ""
    mark(desk.get_by_role("group", name=re.compile(re.escape(second))), "Not here")
    fifth = name_of(row(desk, 4))
    mark(row(desk, 4), "Not here")
    wait_for_state(desk, "Saved at")

    # Back: nothing is pressed, the marks are sent, and those of the other person stand.
    context.set_offline(False)
    wait_for_state(page, "Saved at")
    wait_for_state(page, f"Somebody else has marked {second} (not here)")
    wanted = {first: "there", second: "absent", third: "absent", fourth: "there", fifth: "absent"}
    shown = marks(page)
    assert {name: shown[name] for name in wanted} == wanted
    on_the_server = marks(leader.go(address))
    assert {name: on_the_server[name] for name in wanted} == wanted
    assert not page.evaluate("Object.keys(localStorage).filter(k => k.includes('autosave'))")


def test_what_stood_when_the_last_marks_were_saved_is_shown_without_a_connection(tutor):
    address = register_held(tutor)
    page = open_kept(tutor, address)
    last = page.locator("[data-register-row]").count() - 1
    name = name_of(row(page, last))
    mark(row(page, last), "Not here")
    wait_for_state(page, "Saved at")
    page.context.set_offline(True)
    page.reload()
    page.locator("[data-register-row]").first.wait_for()
    assert marks(page)[name] == "absent"
    page.get_by_role("button", name="All others here").click()
    assert "" not in marks(page).values()
    page.context.set_offline(False)
    wait_for_state(page, "Saved at")


def register_held(someone):
    """The register of the latest session held: one that a tutor may put right."""
    page = someone.go("/sessions/?state=held")
    page.locator("main table tbody a").first.click()
    page.get_by_role("link", name="Put right who was there").click()
    page.wait_for_url("**/register/")
    return page.url.removeprefix(someone.site.address)


def test_signing_out_leaves_nothing_of_a_register_on_the_device(tutor):
    page = open_kept(tutor, register_held(tutor))
    assert page.evaluate(LEFT)["caches"]
    page.locator(".fp-person summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    left = page.evaluate(LEFT)
    assert left == {"caches": [], "storage": [], "workers": 0}, json.dumps(left)


def test_signing_out_with_marks_not_sent_asks_first(tutor):
    page = open_kept(tutor, register_held(tutor))
    page.context.set_offline(True)
    line = row(page, 0)
    line.locator("input:not(:checked)").first.check()
    wait_for_state(page, "No connection")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".fp-person summary").click()
    page.get_by_role("button", name="Sign out").click()
    assert "has not been saved" in asked[0]
    page.keyboard.press("Escape")
    left = page.evaluate(LEFT)
    assert left["caches"]
    assert [key for key in left["storage"] if "autosave" in key]
    page.context.set_offline(False)
    wait_for_state(page, "Saved at")


def test_another_person_at_the_same_phone_meets_no_kept_register(visitor, tutor):
    address = register_held(tutor)
    page = open_kept(tutor, address)
    page.context.clear_cookies()  # the session ran out; nobody signed out
    tutor.sign_in("adviser@demo.example")
    page.wait_for_function("async () => !(await caches.has('fingerpost-registers'))")
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(tutor.site.address + address)


def test_a_register_takes_one_key_a_student(visitor):
    leader = visitor("leader@demo.example")
    page = open_kept(leader, register_waiting(leader))
    lines = page.locator("[data-register-row]").count()
    assert lines >= 20
    row(page, 0).get_by_role("radio").first.focus()
    for number in range(lines):
        page.keyboard.press("n" if number % 10 == 3 else "h")
    assert "" not in marks(page).values()
    assert list(marks(page).values()).count("absent") == len(range(3, lines, 10))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/sessions/\d+/$"))
    assert "The register is saved" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Answer the checklist").is_visible()


def register_waiting(someone):
    """The address of the largest register not taken yet: that of an employer's visit."""
    page = someone.go("/sessions/?state=planned")
    page.locator("main tr").filter(has_text="Day has passed").get_by_role("link").first.click()
    page.get_by_role("link", name="Take the register").click()
    page.wait_for_url("**/register/")
    return page.url.removeprefix(someone.site.address)


NOTED = "[data-walk-in-list] li"
NAMES_STATE = "[data-walk-ins] [data-autosave-state]"


def note_name(page, name):
    page.get_by_label("First name and surname").fill(name)
    page.get_by_role("button", name="Note", exact=True).click()


def without_groups(marked):
    """Marks by name alone: a register of several tutor groups tells each student's too."""
    return {name.split("\n")[0]: mark for name, mark in marked.items()}


def somebody_else(someone, listed):
    """The name of a student of the tutor's who is not on this register."""
    page = someone.go("/roll/")
    for name in page.locator(
        "main tbody tr th a, main tbody tr td:first-child a"
    ).all_inner_texts():
        family, given = name.split(", ")
        if f"{given} {family}" not in listed:
            return f"{given} {family}"
    raise AssertionError("Every student is on the register.")


def test_who_came_besides_is_noted_without_a_connection_and_put_on_the_register(visitor):
    leader = visitor("leader@demo.example", phone=True)
    address = register_held(leader)
    listed = without_groups(marks(open_kept(leader, address)))
    late = somebody_else(leader, listed)
    page = open_kept(leader, address)
    context = page.context
    context.set_offline(True)
    page.get_by_text("No connection? Note the name").click()
    note_name(page, late)
    note_name(page, "Nobody Atall")
    page.wait_for_function(
        "place => document.querySelector(place).textContent.includes('No connection')",
        arg=NAMES_STATE,
    )
    # The phone is put away, and taken out again: the names are still noted.
    kill(page)
    page = context.new_page()
    page.goto(leader.site.address + address)
    page.locator(NOTED).nth(1).wait_for()
    assert page.locator(NOTED).count() == 2

    # Back: whoever is clear is put on the register, and about the other somebody is asked.
    context.set_offline(False)
    page.get_by_text(f"{late} is on the register, marked as here.").wait_for(timeout=20_000)
    assert "Nobody you see is called “Nobody Atall”." in page.locator(NAMES_STATE).inner_text()
    page.get_by_role("button", name=re.compile("Take off.*Nobody Atall")).click()
    page.wait_for_function(
        "() => !Object.keys(localStorage).some(key => key.includes('walk-ins'))", timeout=20_000
    )
    assert page.locator(NOTED).count() == 0
    page.goto(leader.site.address + address)
    now = without_groups(marks(page))
    assert now.keys() - listed.keys() == {late}
    assert now[late] == "there"


def test_signing_out_leaves_no_noted_name_on_the_device(visitor):
    leader = visitor("leader@demo.example", phone=True)
    page = open_kept(leader, register_held(leader))
    page.context.set_offline(True)
    page.get_by_text("No connection? Note the name").click()
    note_name(page, "Nobody Atall")
    page.context.set_offline(False)
    page.get_by_text("Nobody you see is called").wait_for(timeout=20_000)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator(".fp-person summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/$|login"))
    assert "has not been saved" in asked[0]
    assert page.evaluate(LEFT)["storage"] == []


def test_a_session_that_ended_by_itself_leaves_no_kept_register(tutor):
    address = register_held(tutor)
    page = open_kept(tutor, address)
    page.context.clear_cookies()
    page.goto(tutor.site.address + address)
    page.wait_for_url(re.compile("/sign-in/"))
    page.wait_for_function("async () => !(await caches.has('fingerpost-registers'))")
