"""A record leaves one school on a phone and is read in at the next, where it can be taken back."""

import re

import pytest

from tests.factories import roll_files
from tests.journeys.hands import command, press, submit, words
from tests.journeys.test_cycle import CHOSEN, choose_password, set_up_second_factor

NEXT_SCHOOL = "999993"
OFFICE = "office@next.example"


@pytest.fixture
def roll(tmp_path):
    """The roll of the next school, as a file."""
    return roll_files.write_csv(tmp_path / "roll.csv", roll_files.made_students(3, seed=8))


def open_next_school(visitor, roll):
    """A second school on the same installation, and who keeps its roll and leads careers there."""
    office = visitor()
    command(office.site, "add-school", NEXT_SCHOOL, "--name", "Next School (made up)")
    command(office.site, "import-roll", str(roll), "--school", NEXT_SCHOOL)
    told = command(office.site, "add-person", OFFICE, "administrator", "--school", NEXT_SCHOOL)
    command(office.site, "add-person", OFFICE, "careers_leader", "--school", NEXT_SCHOOL)
    path = told.split("Choose a password at: ")[1].split()[0]
    choose_password(office, path, OFFICE)
    set_up_second_factor(office, CHOSEN)
    return office


def take_it(student, folder):
    """The file for the computer, as the phone saves it."""
    page = student.go("/records/mine/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="The file for the computer").click()
    path = folder / "record.jsonld"
    coming.value.save_as(path)
    return path


def send(office, path):
    """To the preview of the file, for the first student of the roll."""
    page = office.go("/roll/")
    link = page.locator("main table a[href*='/roll/students/']").first.get_attribute("href")
    number = re.search(r"(\d+)", link)[1]
    page = office.go(f"/records/student/{number}/read-in/")
    page.locator("input[type=file]").set_input_files(path)
    submit(page)
    return number


def test_a_record_is_taken_along_read_in_and_taken_back(visitor, roll, tmp_path):
    student = visitor("student@demo.example", phone=True)
    path = take_it(student, tmp_path)
    office = open_next_school(visitor, roll)
    number = send(office, path)
    page = office.page
    assert "Is this somebody else?" in words(page)
    page.get_by_label("I have checked").check()
    press(page, "Read it in")
    assert "encounters and interviews" in words(page)
    record = words(office.go(f"/records/student/{number}/"))
    assert "Millbrook Demonstration School (made data)" in record
    page.go_back()
    with page.expect_navigation():
        page.get_by_role("link", name="Take it back").click()
    submit(page)
    assert "Nothing yet" in words(office.go(f"/records/student/{number}/"))
