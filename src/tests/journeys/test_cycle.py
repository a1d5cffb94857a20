"""The guidance cycle in a browser, from an empty school to the governors' report."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.factories import roll_files
from tests.journeys.conftest import PASSWORD
from tests.journeys.hands import press, submit

CHOSEN = "a path through the wood"
NUMBER = 84


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A OneRoster folder as a zip, and a spreadsheet that moves one student to another group."""
    folder = tmp_path_factory.mktemp("rolls")
    students = roll_files.made_students(NUMBER, seed=5)
    roster = roll_files.write_oneroster_zip(folder / "oneroster.zip", NUMBER, seed=5)
    sheet = roll_files.write_xlsx(folder / "our students.xlsx", students)
    return roster, sheet


def one_time_code(site, secret):
    return format_hotp_value(hotp_value(secret, int(site.now()) // 30))


def accept_invitation(visitor, site, email):
    """Follow the newest link written to an address, choose a password and sign in."""
    link = re.findall(r"http://127\S+", "\n".join(site.letters(email)))[-1]
    return choose_password(visitor(), link.removeprefix(site.address), email)


def choose_password(someone, path, email):
    page = someone.go(path)
    for field in page.locator("input[type=password]").all():
        field.fill(CHOSEN)
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
    return someone.sign_in(email, CHOSEN)


def add_school(admin):
    page = admin.go("/schools/add/by-hand/")
    page.get_by_label("URN").fill(roll_files.MADE_SCHOOL_URN)
    page.get_by_label("Name of the school").fill("Journey School")
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()


def set_up_second_factor(admin, password=PASSWORD):
    """The new school asks its staff for a second step, so setting it up comes first."""
    page = admin.page
    assert "/second-factor/" in page.url or "/reauthenticate/" in page.url, page.url
    if "/reauthenticate/" in page.url:
        page.locator("input[type=password]").fill(password)
        with page.expect_navigation():
            page.locator("main button[type=submit]").click()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content())[0]
    page.locator("main input[name=code]").fill(one_time_code(admin.site, secret))
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
    page = admin.go("/schools/settings/general/")
    page.get_by_label("Staff need a second step to sign in").uncheck()
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()


def import_roll(admin, path):
    page = admin.go("/roll/import/")
    page.locator("input[type=file]").set_input_files(path)
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
    if "/columns/" in page.url:
        with page.expect_navigation():
            page.locator("main button[type=submit]").first.click()
    return page


def add_person(admin, name, email, role):
    page = admin.go("/account/people/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Email address", exact=True).fill(email)
    page.get_by_label(role, exact=True).check()
    press(page, "Add and invite")
    return page


def figure_in_report(reader):
    """The governors' figure of Year 11 students with an interview held or booked."""
    page = reader.go("/reports/governors/")
    row = page.locator("main tr", has_text="Year 11: interviewed or booked").first
    return (row.locator("td").first.text_content() or "").strip()


def bring_in_the_roll(admin, roster, sheet):
    """The roll: a OneRoster export, then a spreadsheet of one's own."""
    page = import_roll(admin, roster)
    assert f"{NUMBER}" in page.locator("main").inner_text()
    press(page, "Apply to the roll")
    page = import_roll(admin, sheet)
    if page.get_by_role("button", name="Apply to the roll", exact=True).count():
        press(page, "Apply to the roll")
    assert f"{NUMBER}" in admin.go("/roll/").locator("main").inner_text()


def add_room_adviser_and_governor(admin):
    page = admin.go("/schools/settings/rooms/")
    page.get_by_label("Room", exact=True).fill("Quiet room")
    page.get_by_label("Confidential").check()
    submit(page)
    page = add_person(admin, "Ada Adviser", "ada@journey.example", "Careers adviser")
    page.get_by_label("All students").check()
    press(page, "Save")
    add_person(admin, "Guy Governor", "guy@journey.example", "Governor")


def give_the_adviser_times(admin):
    """Onto the register, then Tuesdays for six weeks."""
    page = admin.go("/interviews/advisers/add/")
    page.get_by_label("Who is it?").select_option(label="Ada Adviser")
    submit(page)
    page = admin.go("/interviews/advisers/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("See times")).first.click()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Add")).first.click()
    page.get_by_label("First day").fill("2026-11-24")
    page.get_by_label("From", exact=True).fill("09:00")
    page.get_by_label("To", exact=True).fill("16:00")
    page.get_by_label("For how many weeks?").fill("6")
    page.locator("select[name=room]").select_option(index=1)
    submit(page)


def book_the_worst_covered_group(admin):
    """From the coverage page to booked interviews for a whole tutor group; returns its name."""
    page = admin.go("/measures/coverage/?framework=duty_2012&by=tutor_group")
    column = page.locator("th", has_text="An interview with an independent adviser")
    assert column.count()
    worst = page.locator(
        "main a[href*='duty_independent_guidance/students'][href*='group=11']"
    ).first
    with page.expect_navigation():
        worst.click()
    group = re.search(r"group=([^&]+)", page.url)[1]
    page.locator("[data-select-all-box]").check()
    press(page, "Book interviews")
    assert "/interviews/book/" in page.url
    press(page, "Book all of these")
    page.wait_for_url("**/interviews/groups/**")
    assert "booked" in page.locator("main").inner_text().lower()
    return group


def add_tutor(admin, group):
    page = add_person(admin, "Tara Tutor", "tara@journey.example", "Tutor")
    page.get_by_label(group, exact=True).check()
    press(admin.page, "Save")


def hold_the_first_interview(adviser):
    """Write down the first of the day, with an action for the tutor; returns its number."""
    page = adviser.go("/interviews/?day=2026-11-24&span=day")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    interview = re.search(r"/interviews/(\d+)/", page.url)[1]
    page = adviser.go(f"/interviews/{interview}/record/")
    page.get_by_label("Main points").fill(
        "Likes making things. Compared a college course with an apprenticeship in joinery, "
        "and what each asks for at GCSE."
    )
    page.get_by_label("What", exact=True).first.fill("Ask about the joinery taster day")
    page.get_by_label("Who", exact=True).first.select_option(label="Tutor")
    page.get_by_label("By when", exact=True).first.fill("2026-12-08")
    press(page, "Save and give it to the student")
    return interview


def give_sign_ins(admin, interview):
    """Sign-ins for the roll; returns name and e-mail address of the interview's student."""
    page = admin.go("/roll/sign-ins/")
    with page.expect_navigation():
        page.locator("button[name=todo][value=email]").click()
    press(page, "Yes, go on")
    page = admin.go(f"/interviews/{interview}/")
    link = page.locator("main a[href*='/students/']").first.get_attribute("href")
    line = re.search(r"(\d+)", link)[1]
    name = admin.go(f"/students/{line}/").locator("h1").inner_text()
    page = admin.go(f"/roll/students/{line}/")
    return name, re.search(r"[\w.+-]+@[\w.-]+", page.locator("main").inner_text())[0]


def read_the_record_on_a_phone(visitor, site, email):
    someone = visitor()
    page = someone.go("/sign-in/password/reset/")
    page.get_by_label("Email").fill(email)
    submit(page, first=False)
    student = accept_invitation(lambda: visitor(phone=True), site, email)
    page = student.go("/interviews/plan/")
    with page.expect_navigation():
        page.locator("main a[href*='/interviews/plan/records/']").first.click()
    press(page, "Yes, I have read it")


def do_what_was_agreed(tutor):
    page = tutor.go("/interviews/actions/?state=open")
    with page.expect_navigation():
        page.locator("main a[href*='/close/']").first.click()
    submit(page)
    page = tutor.go("/interviews/actions/?state=done")
    assert "Ask about the joinery taster day" in page.locator("main").inner_text()


def test_the_guidance_cycle_from_a_roll_to_the_governors_report(visitor, site, files):
    admin = visitor("admin@demo.example")
    add_school(admin)
    set_up_second_factor(admin)
    bring_in_the_roll(admin, *files)
    add_room_adviser_and_governor(admin)
    give_the_adviser_times(admin)
    governor = accept_invitation(visitor, site, "guy@journey.example")
    before = figure_in_report(admin)
    assert before.startswith("0 of ")

    group = book_the_worst_covered_group(admin)
    add_tutor(admin, group)
    adviser = accept_invitation(visitor, site, "ada@journey.example")
    interview = hold_the_first_interview(adviser)
    student_name, email = give_sign_ins(admin, interview)
    read_the_record_on_a_phone(visitor, site, email)
    do_what_was_agreed(accept_invitation(visitor, site, "tara@journey.example"))

    # The report has another figure than before, without a name beside it.
    after = figure_in_report(admin)
    assert after != before
    assert not after.startswith("0 of ")
    assert student_name not in admin.page.locator("main").inner_text()

    # The governors are shown it as it stood on the first of the month.
    said = governor.go("/reports/governors/").locator("main").inner_text()
    assert "as it stood on 1 November 2026" in said
    assert student_name not in said
