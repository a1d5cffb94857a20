"""A term in a browser: planned, shared out by a round, timetabled, repaired, seen by everybody."""

import re
import time
import urllib.request

from tests.journeys.hands import command, press, words
from tests.journeys.test_cycle import choose_password

ROUND = "Mornings at work"
MILL, YARD = "A morning at the mill", "A morning at the boatyard"
DAYS = {MILL: "2027-03-10", YARD: "2027-03-17"}


def plan_sessions(leader):
    """One activity with two sessions of one place each, to be shared out."""
    page = leader.go("/activities/add/")
    page.get_by_label("What will students do?").select_option(label="Workplace visit")
    page.get_by_label("Title", exact=True).fill("A morning at work")
    page.get_by_label("Employer, college or other organisation").fill("Mill Works")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    activity = page.url
    for title, day in DAYS.items():
        page.goto(activity.rstrip("/") + "/plan/")
        page.get_by_label("Day", exact=True).fill(day)
        page.get_by_label("From", exact=True).fill("09:00")
        page.get_by_label("To", exact=True).fill("12:00")
        page.get_by_label("Where, if in none of the rooms").fill("There")
        page.get_by_label("A round of places shares them out").check()
        page.get_by_label("Places", exact=True).fill("1")
        page.get_by_label("Title, if another than the activity’s").fill(title)
        press(page, "Plan it")
        assert "/plan/" not in page.url, words(page)[:400]


def open_round(leader, group):
    page = leader.go("/places/add/")
    page.get_by_label("Title", exact=True).fill(ROUND)
    for title in DAYS:
        page.get_by_label(re.compile(f"^{title}")).check()
    page.get_by_label(group, exact=True).check()
    page.get_by_label("Opens", exact=True).fill("2026-11-23T08:00")
    press(page, "Make the round")
    assert "You do not have to be quick" in words(page)
    press(page, "Open it")
    return page.url.removeprefix(leader.site.address)


def administrator(visitor):
    """Another administrator of the school, made from the command line: the demonstration's own may
    look after a second school by now.
    """
    someone = visitor()
    told = command(
        someone.site, "add-person", "office@demo.example", "administrator", "--school", "999990"
    )
    path = told.split("Choose a password at: ")[1].strip()
    return choose_password(someone, path, "office@demo.example")


def let_in(admin, visitor, group, many):
    """Classmates are invited by e-mail and come, each on a phone; by their name."""
    page = admin.go("/roll/sign-ins/")
    # The list narrows itself as soon as a group is chosen.
    with page.expect_navigation():
        page.get_by_label("Tutor group", exact=True).select_option(label=group)
    invited = page.locator("main tbody tr", has_text="No sign-in yet").all()[:many]
    addresses = {}
    for row in invited:
        name, _, email, _ = row.locator("th, td").all_inner_texts()
        family, given = name.split(", ")
        addresses[f"{given} {family}"] = email
    press(page, re.compile("^Invite"), exact=False)
    press(page, "Yes, go on")
    return {name: come(visitor(phone=True), email) for name, email in addresses.items()}


def come(student, email):
    """Follow the link of an invitation, choose a password, sign in with it."""
    deadline = time.monotonic() + 60
    while not (letters := student.site.letters(email)):
        assert time.monotonic() < deadline, f"No letter to {email}"
        time.sleep(0.3)
    link = re.findall(r"http://127\S+", letters[-1])[-1]
    return choose_password(student, link.removeprefix(student.site.address), email)


def rank(page, title):
    """The list changes on the page itself."""
    page.get_by_role("button", name=f"Add {title}", exact=True).click()


def rank_on_a_phone(student):
    """Two taps and a press."""
    page = student.go("/places/mine/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(ROUND)).first.click()
    # The rules are folded on a phone.
    assert "First we look at who needs it most now" in page.locator("main").text_content()
    rank(page, MILL)
    rank(page, YARD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def enter_for_others(leader, address, many=4):
    """The careers leader enters what students told them who cannot do it themselves."""
    page = leader.go(f"{address}students/")
    links = page.locator("main td a", has_text="Enter choices").all()
    for where in [link.get_attribute("href") for link in links[:many]]:
        leader.go(where)
        rank(page, MILL)
        press(page, "Keep these choices")


def run_draft(leader, address, kind):
    page = leader.go(f"{address}drafts/")
    page.get_by_label(kind, exact=True).check()
    press(page, "Run it")
    page.wait_for_url("**/places/drafts/**", timeout=60_000)
    return words(page)


def compare_and_publish(leader, address):
    """The best draft meets more need than first come, first served, and is published by name."""
    best = run_draft(leader, address, "By the criteria")
    assert "No better way to share these places out exists: that is proven." in best
    run_draft(leader, address, "First come, first served")
    page = leader.go(f"{address}drafts/")
    press(page, "Compare side by side")
    meets = [int(share) for share in re.findall(r"[AB] meets (\d+)% of all need", words(page))]
    assert meets[0] > meets[1]
    with page.expect_navigation():
        leader.go(f"{address}drafts/").get_by_role("link", name="By the criteria").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Publish")).click()
    press(page, "Publish it in my name")
    page.wait_for_url("**/offers/**", timeout=60_000)
    return offered(leader, address)


def offered(leader, address):
    """Who has an offer that waits for an answer, by the session."""
    page = leader.go(f"{address}offers/")
    rows = page.locator("main tbody tr").all()
    return {
        title: row.locator("th a").inner_text()
        for row in rows
        for title in DAYS
        if title in row.locator("td").nth(0).inner_text()
    }


def see_my_place(student):
    """The student finds the place and is told why it is theirs."""
    page = student.go("/places/mine/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(ROUND)).first.click()
    assert YARD in words(page)
    assert "Why: This is your second choice." in words(page)
    return page


def refuse_on_a_phone(student):
    page = see_my_place(student)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^No, thank you")).click()
    assert "We give it to someone who waits." in words(page)
    press(page, "No, I will not go")
    assert "You said no." in words(page)


def accept_on_a_phone(student):
    page = see_my_place(student)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Yes, I will go")).click()
    press(page, "Yes, I will go")
    assert "You said yes. The place is yours." in words(page)


def share_places_out(leader, student, classmates):
    """A round from its opening to the waiting list that refills; tells who goes to the yard.

    Only these students ask for the yard, so whoever is offered it has a phone in this test.
    """
    address = open_round(leader, "11A")
    for one in (student, *classmates.values()):
        rank_on_a_phone(one)
    enter_for_others(leader, address)
    press(leader.go(address), "Close it now")
    first = compare_and_publish(leader, address)
    assert set(first) == set(DAYS)
    refuse_on_a_phone(classmates.get(first[YARD], student))
    then = offered(leader, address)
    assert set(then) == set(DAYS)
    assert then[YARD] != first[YARD]
    assert then[MILL] == first[MILL]
    goes = classmates.get(then[YARD], student)
    accept_on_a_phone(goes)
    return goes


def timetable_interviews(leader):
    page = leader.go("/timetables/make/")
    page.get_by_label("Title", exact=True).fill("Spring interviews")
    page.get_by_label("From", exact=True).fill("2026-11-25")
    page.get_by_label("To", exact=True).fill("2026-12-18")
    page.get_by_label("Year 11", exact=True).check()
    page.get_by_label("10 seconds").check()
    press(page, "Make a draft")
    with page.expect_navigation(timeout=60_000):
        page.get_by_role("link", name="Publish", exact=True).click(timeout=60_000)
    press(page, "Publish")
    page.get_by_text("Published:").wait_for(timeout=60_000)


def lose_an_adviser_and_repair(leader):
    """An adviser is away: those who lost their time get another, and nobody else moves."""
    page = leader.go("/timetables/1/repair/")
    page.get_by_label("Who or what is not there?").select_option(label="Peter Williams")
    page.get_by_label("From", exact=True).fill("2026-12-16")
    page.get_by_label("To", exact=True).fill("2026-12-16")
    page.get_by_label("10 seconds").check()
    press(page, "Look for new times")
    page.get_by_role("link", name="Publish", exact=True).wait_for(timeout=60_000)
    assert "so nobody else moves" in words(page)
    moved = page.get_by_role("link", name=re.compile("Lost the time, have a new one"))
    listed = moved.get_attribute("href")
    with page.expect_navigation():
        page.get_by_role("link", name="Publish", exact=True).click()
    press(page, "Publish")
    page.get_by_text("Published").first.wait_for(timeout=60_000)
    page = leader.go(listed)
    return page.locator("main a[href^='/students/']").first.get_attribute("href")


def booked_in_report(leader):
    """Year 11 students with an interview held or booked, as governors read it."""
    page = leader.go("/reports/governors/?as_of=2026-11-24")
    row = page.locator("main tr", has_text="Year 11: interviewed or booked").first
    return int(re.search(r"\d+", row.locator("td").first.text_content())[0])


def feed_of(someone):
    """What the private calendar address of a person holds."""
    page = someone.go("/calendar/")
    press(page, "Make an address")
    with urllib.request.urlopen(page.locator("#address").input_value()) as answer:
        return answer.read().decode()


def test_a_term_is_planned_shared_out_timetabled_and_repaired(visitor):
    leader = visitor("leader@demo.example")
    student = visitor("student@demo.example", phone=True)
    plan_sessions(leader)
    classmates = let_in(administrator(visitor), visitor, "11A", 2)
    goes = share_places_out(leader, student, classmates)
    before = booked_in_report(leader)
    timetable_interviews(leader)
    seen = lose_an_adviser_and_repair(leader)
    # In the ledger, the calendar feeds and the governors' report.
    record = words(leader.go(seen))
    assert re.search(r"interview.*December 2026", record, re.I)
    assert YARD in feed_of(goes)
    assert re.search(r"DTSTART[^\n]*:202612", feed_of(visitor("adviser@demo.example")))
    assert booked_in_report(leader) > before
