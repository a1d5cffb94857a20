"""Every figure on a page opens the list it counted, and the list has exactly as many.

A figure is marked by the components that draw it (`<data class="fp-figure" value=...>`), and so
is the length of a list (`<data class="fp-total">`).
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fingerpost.accounts.models import Person
from fingerpost.accounts.selectors import viewer_for
from fingerpost.demonstration import people
from fingerpost.demonstration.services import build
from fingerpost.ledger import bridge
from fingerpost.ledger.permissions import hides_small_groups, names_students
from fingerpost.ledger.presenters.words import HIDDEN
from fingerpost.measures.disclosure import rounded
from fingerpost.students.enums import RollImportState
from fingerpost.students.models import RollImport, Student
from fingerpost.students.services.plan import Change, Joiner, Leaver, Plan
from tests.architecture.test_access import PLAIN_PAGES
from tests.factories.statistics import learn

ROLES = {role: f"{local}@{people.DOMAIN}" for local, role in people.SIGN_INS}
# A share, a mean and a sum, and pages that are the same address with something chosen.
MORE_PAGES = (
    "/measures/interviewed_ever/?by=sex",
    "/measures/encounters_mean/",
    "/measures/encounters_total_this_year/?by=sex",
    "/measures/guidance_minutes_mean/",
    "/measures/coverage/?framework=duty_2012&by=sex",
    "/feedback/results/?by=session",
    "/feedback/results/?by=adviser",
)
# Numbers that are no figures about students: how weighty a rule is.
OTHER_NUMBERS = ("/next-steps/rules/",)
DIGITS = re.compile(r"\d")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reader_in(django_db_setup, django_db_blocker):
    """`reader_in(role)`: somebody of a made-up school in that role, opening its pages."""
    readers = {}

    def reader(role):
        if role not in readers:
            client = Client()
            person = Person.objects.get(email=ROLES[role])
            client.force_login(person)
            readers[role] = _Reader(client, viewer_for(person), preview)
        return readers[role]

    with django_db_blocker.unblock(), transaction.atomic():
        build(number=100, seed=3)
        learn()
        preview = _made_preview()
        for role in ROLES:
            reader(role)
        yield reader
        transaction.set_rollback(True)


def _made_preview():
    """The address of a preview of a roll file with something in every list, some over a page."""
    keys = list(Student.objects.order_by("pk").values_list("pk", flat=True))
    plan = Plan("2026-11-24", "bulk", "Spreadsheet", len(keys), rejected_rows=2)
    values = {"family_name": "Newcomer", "given_name": "Nia", "year_group": 8}
    plan.joiners = [Joiner("row 2", values, {}, None)]
    plan.leavers = [Leaver(key, "2026-11-24", named=False) for key in keys[:3]]
    plan.changes = [
        Change(key, "row 3", "upn", {"year_group": [8, 9]}, {}, None, 9) for key in keys[3:7]
    ]
    plan.unchanged = keys[7:]
    plan.rejected = [[4, "row 4", "Surname", "Empty."], [5, "row 5", "Surname", "Empty."]]
    made = RollImport.objects.create(
        school=Student.objects.get(pk=keys[0]).school,
        file_name="roll.csv",
        state=RollImportState.PREVIEW,
        plan=plan.stored(),
    )
    return reverse("students:import", args=[made.pk])


class _Reader:
    """Somebody who opens pages. What they open first is kept as it came, for every test."""

    def __init__(self, client, viewer, *more_pages):
        self.client, self.viewer, self._kept = client, viewer, {}
        self.more_pages = more_pages

    def tree(self, address):
        """A page, or None where it is none (a download, a way elsewhere)."""
        content = self._kept[address] if address in self._kept else self._open(address)
        return None if content is None else html.fromstring(content)

    def pages(self):
        plain = [f"/{route}" for route, _ in PLAIN_PAGES if not route.startswith("sign-in")]
        for address in [*plain, *MORE_PAGES, *self.more_pages]:
            if address not in self._kept:
                self._kept[address] = self._open(address)
            tree = self.tree(address)
            if tree is not None:
                yield address, tree

    def _open(self, address):
        answer = self.client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        return answer.content if is_page else None


def _wrong(reader, address, figure):
    """What is wrong with a figure on a page, in a sentence; empty where nothing is."""
    number = int(figure.get("value"))
    links = figure.xpath("ancestor::a/@href")
    said = f"{address}: {figure.text_content().strip()!r}"
    if not links:
        return f"{said} opens nothing"
    [link] = links
    if link.startswith("?"):
        link = address.split("?")[0] + link
    place, _, anchor = link.partition("#")
    there = reader.tree(place or address)
    if there is None:
        return f"{said} opens {link}, which is not a page"
    if anchor and not there.xpath(f"//*[@id='{anchor}']"):
        return f"{said} opens {link}, where there is no such part"
    totals = [int(one.get("value")) for one in there.xpath("//data[@class='fp-total']")]
    if len(totals) != 1:
        return f"{said} opens {link}, which says {totals} as the length of its list"
    base = bridge.small_group(timezone.localdate())
    # The governors' report is rounded, whoever opens it; the list behind it is not.
    same = totals[0] == number or ("/reports/" in address and rounded(totals[0], base) == number)
    return "" if same else f"{said} opens {link}, a list of {totals[0]}"


def test_every_figure_opens_the_list_it_counted(reader_in):
    wrong = []
    for role in ROLES:
        reader = reader_in(role)
        figures = [
            (address, figure)
            for address, tree in reader.pages()
            for figure in tree.xpath("//data[@class='fp-figure']")
        ]
        wrong += [f"{role}, {said}" for one in figures if (said := _wrong(reader, *one))]
        if names_students(reader.viewer) or hides_small_groups(reader.viewer):
            assert len(figures) > 20, role
    assert not wrong


def test_the_figures_of_people_and_of_a_preview_are_among_them(reader_in):
    reader = reader_in("administrator")
    shown = dict(reader.pages())
    opened = {
        address: [figure.get("value") for figure in tree.xpath("//a//data[@class='fp-figure']")]
        for address, tree in shown.items()
    }
    assert len(opened[reverse("accounts:people")]) > 4
    assert opened[reader.more_pages[0]][:4] == ["1", "3", "4", "2"]
    assert int(opened[reader.more_pages[0]][4]) > 50
    assert opened[reverse("students:import_history")] == ["1", "3", "4", "2"]


def test_no_number_of_a_group_goes_without_a_list(reader_in):
    """Tiles, number columns and squares of a grid: where figures stand, they are marked."""
    unmarked = []
    for address, tree in (page for role in ROLES for page in reader_in(role).pages()):
        if address in OTHER_NUMBERS or tree.xpath("//data[@class='fp-total']"):
            continue  # a list itself: its numbers are one student's
        places = tree.xpath(
            "//*[contains(@class, 'fp-tile__value')] | //td[contains(@class, 'fp-table__number')]"
            " | //td[starts-with(@class, 'fp-cover__')]"
        )
        unmarked += [
            f"{address}: {' '.join(place.text_content().split())}"
            for place in places
            if DIGITS.search(place.text_content())
            and HIDDEN not in place.text_content()
            and not place.xpath(".//data")
        ]
    assert not unmarked


def test_what_a_governors_figures_open_names_nobody(reader_in):
    reader = reader_in("governor")
    names = set(Student.objects.values_list("family_name", flat=True))
    opened = {
        link
        for _, tree in reader.pages()
        for link in tree.xpath("//a[.//data[@class='fp-figure']]/@href")
    }
    assert any(reverse("ledger:working_out", args=["interviewed_ever"]) in one for one in opened)
    for address in opened:
        words = set(re.findall(r"\w+", reader.tree(address).xpath("string(//main)")))
        assert not words & names, address
