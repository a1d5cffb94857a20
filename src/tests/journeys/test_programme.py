"""A term in a browser: planned, shared out by a round, timetabled, repaired, seen by everybody."""

import re
import urllib.request

ROUND = "Mornings at work"
MILL, YARD = "A morning at the mill", "A morning at the boatyard"
DAYS = {MILL: "2027-03-10", YARD: "2027-03-17"}


def press(page, name, *, exact=True):
    page.get_by_role("button", name=name, exact=exact).first.click()
    page.wait_for_load_state()


def words(page):
    return " ".join(page.locator("main").inner_text().split())


def plan_sessions(leader):
    """One activity with two sessions of one place each, to be shared out."""
    page = leader.go("/activities/add/")
    page.get_by_label("What will students do?").select_option(label="Workplace visit")
    page.get_by_label("Title", exact=True).fill("A morning at work")
    page.get_by_label("Employer, college or other organisation").fill("Mill Works")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
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


def rank_on_a_phone(student):
    """Two taps and a press."""
    page = student.go("/places/mine/")
    page.get_by_role("link", name=re.compile(ROUND)).first.click()
    page.wait_for_load_state()
    assert "First we look at who needs it most now" in words(page)
    press(page, f"Add {MILL}")
    press(page, f"Add {YARD}")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def enter_for_others(leader, address, many=4):
    """The careers leader enters what students told them who cannot do it themselves."""
    page = leader.go(f"{address}students/")
    links = page.locator("main td a", has_text="Enter choices").all()
    for where in [link.get_attribute("href") for link in links[:many]]:
        leader.go(where)
        press(page, f"Add {MILL}")
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
    leader.go(f"{address}drafts/").get_by_role("link", name="By the criteria").first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name=re.compile("^Publish")).click()
    page.wait_for_load_state()
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


def answer_for(leader, address, name, press_what):
    page = leader.go(f"{address}offers/")
    page.get_by_role("link", name=re.compile(f"for {name}$")).click()
    page.wait_for_load_state()
    press(page, press_what)


def accept_on_a_phone(student):
    page = student.go("/places/mine/")
    page.get_by_role("link", name=re.compile(ROUND)).first.click()
    page.wait_for_load_state()
    assert "Why: This is your second choice." in words(page)
    page.get_by_role("link", name=re.compile("^Yes, I will go")).click()
    page.wait_for_load_state()
    press(page, "Yes, I will go")


def share_places_out(leader, student):
    """A round from its opening to the waiting list that refills."""
    address = open_round(leader, "11A")
    rank_on_a_phone(student)
    enter_for_others(leader, address)
    press(leader.go(address), "Close it now")
    first = compare_and_publish(leader, address)
    assert set(first) == set(DAYS)
    accept_on_a_phone(student)
    answer_for(leader, address, first[MILL], "Refuse for the student")
    then = offered(leader, address)
    assert set(then) == {MILL}
    assert then[MILL] != first[MILL]


def timetable_interviews(leader):
    page = leader.go("/timetables/make/")
    page.get_by_label("Title", exact=True).fill("Spring interviews")
    page.get_by_label("From", exact=True).fill("2026-11-25")
    page.get_by_label("To", exact=True).fill("2026-12-18")
    page.get_by_label("Year 11", exact=True).check()
    page.get_by_label("10 seconds").check()
    press(page, "Make a draft")
    page.get_by_role("link", name="Publish", exact=True).click(timeout=60_000)
    page.wait_for_load_state()
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
    page.get_by_role("link", name="Publish", exact=True).click()
    page.wait_for_load_state()
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
    share_places_out(leader, student)
    before = booked_in_report(leader)
    timetable_interviews(leader)
    seen = lose_an_adviser_and_repair(leader)
    # In the ledger, the calendar feeds and the governors' report.
    record = words(leader.go(seen))
    assert re.search(r"interview.*December 2026", record, re.I)
    assert YARD in feed_of(student)
    assert re.search(r"DTSTART[^\n]*:202612", feed_of(visitor("adviser@demo.example")))
    assert booked_in_report(leader) > before
