"""The slides tell of a group what a plain count of its ideas says, and of no few students."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

import fingerpost.occupations
from fingerpost.accounts.enums import Role
from fingerpost.lessons import bridge
from fingerpost.lessons.presenters import slides
from fingerpost.lessons.presenters.groups_of_jobs import PLAIN
from fingerpost.lessons.selectors.lessons import looked_at
from fingerpost.occupations import load
from fingerpost.occupations.routes import routes_of, sectors_of
from fingerpost.students.models import Student
from tests.factories import lessons, people

pytestmark = pytest.mark.django_db
THRESHOLD = 6
DATA = Path(fingerpost.occupations.__file__).parent / "data"
# How many of a group of 20 have each: 12 rounds to 12, 8 to 6, 5 is too few to tell.
SAVED = {"nurse": 12, "chef": 8, "solicitor": 5}


@pytest.fixture
def group(school):
    """A group of 20 with `SAVED` among their ideas; one of them has dropped another."""
    made, students = lessons.group(school, 20)
    for slug, number in SAVED.items():
        for student in students[:number]:
            lessons.save(student, slug)
    lessons.save(students[-1], "farmer", dropped=True)
    return made


@pytest.fixture
def tutor(client_of, group):
    return client_of(Role.TUTOR, tutor_group=group)


def material(group, **changes):
    students = Student.objects.filter(tutor_group=group)
    given = {
        "size": students.count(),
        "area": "EN",
        "turn": 1,
        "threshold": THRESHOLD,
        "looked": looked_at(students),
        "entries": [],
    }
    return slides.Material(**given | changes)


def rows(table):
    return {label: [cell.text for cell in cells] for label, cells in table.rows}


def words_of(answer):
    return " ".join(html.fromstring(answer.content).get_element_by_id("main-content").itertext())


def test_popular_ideas_are_those_that_enough_students_have(group):
    shown = slides.ideas(material(group)).context
    assert rows(shown["table"]) == {"Nurse": ["about 12 of 20"], "Chef": ["about 6 of 20"]}
    base = load()
    kept = {name for slug in SAVED for name in sectors_of(base, base.by_slug[slug])}
    assert (shown["sectors"], shown["of_sectors"]) == (len(kept), 15)


@pytest.mark.parametrize(
    ("number", "of", "words"),
    [
        (0, 20, "nobody yet"),
        (1, 20, "fewer than 6 of you"),
        (5, 20, "fewer than 6 of you"),
        (6, 20, "about 6 of 20"),
        (8, 20, "about 6 of 20"),
        (14, 20, "about 12 of 20"),
        (15, 20, "nearly all of you"),
        (19, 20, "nearly all of you"),
        (24, 24, "about 24 of 24"),
        (0, 5, "fewer than 6 of you"),
        (5, 5, "fewer than 6 of you"),
    ],
)
def test_how_many_of_a_group_tells_of_no_few(number, of, words):
    assert slides.count_words(bridge.count(number, of, THRESHOLD), of, THRESHOLD) == words


def _outlooks(area):
    with (DATA / "outlooks.csv").open(encoding="utf-8") as file:
        return {
            row["sub_major"]: row
            for row in csv.DictReader(file)
            if row["area"] == area and row["sub_major"] != "all"
        }


def test_openings_are_those_of_the_published_table(group):
    """Read again from the file, counted again by hand."""
    outlooks = _outlooks("GM_LSIP")
    openings = {
        code: int(round(float(row["openings"]) * 1000 / 15, -1)) for code, row in outlooks.items()
    }
    base, by_group = load(), defaultdict(set)
    for one in material(group).looked:
        if one.is_kept:
            by_group[base.by_slug[one.occupation].sub_major].add(one.student)
    most = sorted(openings, key=lambda code: (-openings[code], outlooks[code]["group"]))[:4]
    expected = {*most, *(code for code, students in by_group.items() if len(students) >= 6)}
    found = slides.chosen_groups(material(group, area="GM_LSIP"))
    assert {one.sub_major: one.openings for one in found} == {
        code: openings[code] for code in expected
    }
    assert [one.openings for one in found] == sorted((one.openings for one in found), reverse=True)
    nurses = next(one for one in found if one.sub_major == "22")
    assert nurses.count.number == 12
    row = outlooks["22"]
    assert nurses.change == pytest.approx(float(row["jobs_2035"]) / float(row["jobs_2020"]) - 1)


def test_every_published_group_of_jobs_has_a_plain_name():
    assert set(PLAIN) == set(_outlooks("EN"))
    assert max(map(len, PLAIN.values())) <= 40


def test_sectors_to_look_at_are_those_that_fewest_have_seen(group):
    """A dropped idea was looked at too."""
    base = load()
    seen = Counter(
        name
        for one in {(one.student, one.occupation) for one in material(group).looked}
        for name in sectors_of(base, base.by_slug[one[1]])
    )
    labels = slides.sector_labels(for_students=True)
    nobody = {label for name, label in labels.items() if name not in seen}
    shown = slides.unseen_sectors(material(group))
    assert len(shown) == 3
    assert {one.label for one in shown} <= nobody
    assert labels["agriculture_environmental_and_animal_care"] not in {one.label for one in shown}
    assert {one.how_many for one in shown} == {"Saved by nobody yet"}


@pytest.mark.parametrize("sector", ["health_and_science", "hair_and_beauty", "digital"])
def test_examples_differ_in_ways_in_and_levels(sector):
    base = load()
    found = bridge.examples(sector, 3, 7)
    assert len({one.slug for one in found}) == 3
    assert all(sector in sectors_of(base, one) for one in found)
    assert len({route for one in found for route in routes_of(one)}) >= 4
    assert len({level for one in found for level in one.levels}) >= 3


def test_another_lesson_shows_other_examples():
    first, second = (bridge.examples("health_and_science", 3, turn) for turn in (1, 2))
    assert {one.slug for one in first} != {one.slug for one in second}


def test_no_example_is_on_a_slide_twice(group):
    for turn in range(15):
        shown = slides.unseen_sectors(material(group, turn=turn))
        slugs = [one.slug for sector in shown for one in sector.examples]
        assert len(slugs) == len(set(slugs)) == 9


def test_no_slide_names_a_student(tutor, group, school):
    lesson = lessons.lesson(school, group)
    names = set(Student.objects.values_list("family_name", flat=True))
    names |= set(Student.objects.values_list("given_name", flat=True))
    for number in slides.titles():
        words = words_of(tutor.get(reverse("lessons:slide", args=[lesson.pk, number])))
        assert not {name for name in names if name in words}, number


def test_a_group_without_ideas_gets_slides_too(client_of, school):
    group, _ = lessons.group(school, 4)
    tutor = client_of(Role.TUTOR, tutor_group=group)
    lesson = lessons.lesson(school, group)
    pages = [
        words_of(tutor.get(reverse("lessons:slide", args=[lesson.pk, number])))
        for number in slides.titles()
    ]
    assert "Nobody here has saved a job yet" in pages[0]
    assert "Nothing is in the list today" in pages[3]
    assert "fewer than 6 of you" in pages[1]


def test_slides_link_on_and_back_and_end(tutor, group, school):
    lesson = lessons.lesson(school, group)

    def links(number):
        page = html.fromstring(
            tutor.get(reverse("lessons:slide", args=[lesson.pk, number])).content
        )
        return {a.get("rel"): a.get("href") for a in page.cssselect("a[rel=next], a[rel=prev]")}

    assert links(1) == {"next": f"/lessons/{lesson.pk}/slides/2/"}
    assert links(6) == {"prev": f"/lessons/{lesson.pk}/slides/5/"}
    assert tutor.get(f"/lessons/{lesson.pk}/slides/0/").status_code == 404
    assert tutor.get(f"/lessons/{lesson.pk}/slides/7/").status_code == 404


def test_only_what_holds_today_is_on_the_slide(tutor, group, school):
    lessons.entry(school)
    lessons.entry(people.school(), title="Elsewhere")
    lesson = lessons.lesson(school, group)
    words = words_of(tutor.get(reverse("lessons:slide", args=[lesson.pk, 4])))
    assert "Six bakers wanted" in words
    assert "Elsewhere" not in words


def test_slides_take_as_many_queries_for_many_students_as_for_few(
    client_of, school, django_assert_max_num_queries
):
    group, students = lessons.group(school, 60)
    for student in students:
        lessons.save(student, "nurse", "chef", "farmer")
    tutor = client_of(Role.TUTOR, tutor_group=group)
    lesson = lessons.lesson(school, group)
    for number in slides.titles():
        with django_assert_max_num_queries(10):
            tutor.get(reverse("lessons:slide", args=[lesson.pk, number]))
