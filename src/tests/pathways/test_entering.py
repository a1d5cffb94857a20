"""Opportunities entered by hand and by file, what they ask for, and what saving one writes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.choices.models import PredictedGrade
from fingerpost.ledger.models import Entry
from fingerpost.pathways.models import Course, Opportunity, PostcodeDistrict, Provider
from fingerpost.pathways.selectors.opportunities import InOneList, near
from tests.factories import people
from tests.lists.sending import problems_of, take_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=30)
NEAR, SAVE = reverse("occupations:near"), reverse("pathways:quick_add")
PLUMBER = reverse("occupations:occupation", args=["plumber"])
BUILDING = "construction_and_built_environment"
COURSE = {"provider": "Weir Lane", "title": "Plumbing", "route": "apprenticeship"}


@pytest.fixture
def leader(client_of):
    return client_of(Role.CAREERS_LEADER)


@pytest.fixture
def student(client_of):
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def listed(school, **more):
    usual = {"expires_on": SOON, "checked_on": TODAY, "sectors": [BUILDING]}
    return Opportunity.objects.create(school=school, **COURSE | usual | more)


def predicted(student, **grades):
    for subject, grade in grades.items():
        PredictedGrade.objects.create(
            school=student.school,
            student=student,
            subject=subject.replace("_", " "),
            grade=grade,
            source="Teacher",
            predicted_on=TODAY,
        )


def on_the_way(client):
    back = client.get(PLUMBER).context["back"]
    return [card for way in back.ways for card in (*way.places, *way.places_before)]


def test_staff_enter_a_course_by_hand_and_change_it(leader):
    page = reverse("opportunities:add", args=["course"])
    assert leader.post(page, COURSE | {"gcses": "5", "grade": "4"}).url == NEAR
    made = Opportunity.objects.get()
    assert (made.gcses, made.grade, made.given_on) == (5, 4, None)
    leader.post(reverse("opportunities:change", args=[made.pk]), COURSE | {"gcses": "0"})
    made.refresh_from_db()
    assert (made.gcses, made.grade) == (0, None)


@pytest.mark.parametrize("postcode", ["", "BD9 1AA"])
def test_how_far_it_is_comes_from_its_postcode_else_from_its_provider(leader, school, postcode):
    for name, east in (("BD7", 416_093), ("BD9", 419_312)):
        PostcodeDistrict.objects.create(name=name, easting=east, northing=400_000, places=3)
    listed_at = {"source": "List", "loaded_on": TODAY, "kind": "college"}
    Provider.objects.create(key="ukprn:1", name="WEIR LANE", postcode="BD7 1AA", **listed_at)
    Provider.objects.create(
        key=f"urn:{school.urn}", name="Us", easting=414_484, northing=400_000, **listed_at
    )
    leader.post(reverse("opportunities:add", args=["course"]), COURSE | {"postcode": postcode})
    assert Opportunity.objects.get().miles == (3.0 if postcode else 1.0)


def test_the_same_course_is_not_entered_twice(leader, school):
    listed(school)
    answer = leader.post(reverse("opportunities:add", args=["course"]), COURSE)
    assert answer.status_code == 422
    assert "in the list already" in answer.content.decode()


def test_an_open_day_held_twice_is_two_lines(leader):
    page = reverse("opportunities:add", args=["open_day"])
    for days in (20, 30, 30):
        day = TODAY + dt.timedelta(days=days)
        leader.post(page, COURSE | {"open_day": str(day)})
    assert Opportunity.objects.filter(kind="open_day").count() == 2


def test_a_file_brings_all_that_the_form_does_and_tells_wrong_lines(leader):
    head = "kind,provider,title,route,gcses,english_grade,requirements,opens_on,apply_by,open_day\n"
    text = head + "".join(
        (
            f"Course,Weir Lane,Plumbing,Apprenticeship,5,4,Bring boots.,{TODAY},{SOON},\n",
            f"Taster,Weir Lane,Try it,Apprenticeship,,,,,,{SOON}\n",
            "Open day,Weir Lane,Look,Apprenticeship,,,,,,\n",
            f"Course,Weir Lane,Late,Apprenticeship,,,,{SOON},{TODAY},\n",
            "Course,Weir Lane,Odd,Apprenticeship,,12,,,,\n",
        )
    )
    problems = problems_of(take_in(leader, reverse("occupations:bring_in"), text)[0])
    assert [one.split(":")[0] for one in problems] == ["Line 4", "Line 5", "Line 6"]
    assert problems[0].endswith("“open_day” is empty: say on which day it is.")
    found = {one.title: one for one in Opportunity.objects.all()}
    assert (found["Plumbing"].english_grade, found["Plumbing"].opens_on) == (4, TODAY)
    assert (found["Try it"].kind, found["Try it"].expires_on) == ("taster", SOON)


def test_what_is_needed_is_told_as_steps_from_predicted_grades(student, school):
    listed(school, gcses=5, grade=4)
    predicted(student.student, mathematics=5, english_language=4, art=6, history=4, music=3)
    card = next(one for one in on_the_way(student) if one.title == "Plumbing")
    assert (
        card.asks
        == "You need 5 GCSEs at 4 or above. 4 of yours are predicted at that. 1 more to go."
    )
    assert card.dated.startswith("Checked by your school on")


def test_a_grade_asked_for_in_a_subject_is_a_step_of_its_own(student, school):
    listed(school, maths_grade=5, english_grade=4)
    predicted(student.student, mathematics=4, english_language=4)
    card = next(one for one in on_the_way(student) if one.title == "Plumbing")
    assert card.asks == (
        "You need a 4 or above in English and a 5 or above in maths. Still to come: maths."
    )


def test_without_predicted_grades_what_is_needed_stands_alone(student, school):
    listed(school, gcses=5, grade=4)
    card = next(one for one in on_the_way(student) if one.title == "Plumbing")
    assert card.asks == "You need 5 GCSEs at grade 4 or above."


def test_what_names_no_kind_of_work_is_on_no_jobs_page_but_a_sixth_form_is(student, school):
    listed(school, sectors=[])
    listed(school, title="A levels", route="school_sixth_form", sectors=[])
    assert on_the_way(student) == []
    assert [one.title for one in near(school, TODAY, sectors=[BUILDING])] == ["A levels"]


@pytest.mark.parametrize("grades", [{}, {"maths": 1}])
def test_ask_what_you_need_stands_only_where_nothing_is_known(student, school, grades):
    listed(school)
    listed(school, title="Pipes", requirements="A talk with us.")
    predicted(student.student, **grades)
    found = {one.title: one for one in on_the_way(student)}
    assert found["Plumbing"].asks == "Ask what you need."
    assert (found["Pipes"].asks, found["Pipes"].requirements) == ("", "A talk with us.")


def test_predicted_grades_are_read_by_whose_they_are_alone(client_of, school, student):
    listed(school, gcses=5, grade=4)
    predicted(people.student(school), maths=9)
    assert "predicted" not in " ".join(card.asks for card in on_the_way(student))


def test_saving_a_place_writes_its_route_and_sectors_to_the_ledger_once(student, school):
    one = listed(school, sectors=["construction_and_built_environment"])
    sent = {"title": str(one), "kind": "apprenticeship", "of": f"opportunity:{one.pk}"}
    for _ in range(2):
        student.post(SAVE, sent)
    line = Entry.objects.get(kind="own_research")
    assert (line.routes, line.sectors) == (
        ["apprenticeship"],
        ["construction_and_built_environment"],
    )
    assert Entry.objects.filter(kind="idea_saved").count() == 1


def test_saving_a_published_course_writes_its_route(student):
    provider = Provider.objects.create(
        key="ukprn:1", name="Weir Lane", kind="college", source="List", loaded_on=TODAY
    )
    course = Course.objects.create(
        provider=provider, title="Health", route="t_level", source="List", loaded_on=TODAY
    )
    student.post(SAVE, {"title": "Health", "kind": "course", "of": f"course:{course.pk}"})
    assert Entry.objects.get(kind="own_research").routes == ["t_level"]


def test_the_same_title_by_another_route_tells_that_route_too(student):
    provider = Provider.objects.create(
        key="ukprn:1", name="Weir Lane", kind="college", source="List", loaded_on=TODAY
    )
    student.post(SAVE, {"title": "Health", "kind": "course"})  # in their own words first
    for route in ("t_level", "further_education", "t_level"):
        course, _ = Course.objects.get_or_create(
            provider=provider,
            title="Health",
            route=route,
            defaults={"source": "List", "loaded_on": TODAY},
        )
        student.post(SAVE, {"title": "Health", "kind": "course", "of": f"course:{course.pk}"})
    told = Entry.objects.filter(kind="own_research").order_by("pk")
    assert [line.routes for line in told] == [["t_level"], ["further_education"]]
    assert Entry.objects.filter(kind="idea_saved").count() == 1


@pytest.mark.parametrize("key", ["", "opportunity:", "course:x", "opportunity:999999", "x:1"])
def test_a_key_that_names_nothing_saves_the_idea_and_no_route(student, key):
    student.post(SAVE, {"title": "Something", "of": key})
    assert list(Entry.objects.values_list("kind", flat=True)) == ["idea_saved"]


def test_an_opportunity_of_another_school_gives_no_route(student):
    one = listed(people.school())
    student.post(SAVE, {"title": "Plumbing", "of": f"opportunity:{one.pk}"})
    assert not Entry.objects.filter(kind="own_research").exists()


@pytest.mark.parametrize(("own", "published"), [(0, 5), (5, 0), (2, 5), (5, 2), (3, 3)])
def test_one_list_gives_every_line_once_whatever_the_pages(own, published):
    whole = InOneList([f"own {n}" for n in range(own)], list(range(published)))
    lines = [line for begin in range(0, 10, 3) for line in whole[begin : begin + 3]]
    assert len(lines) == len(whole) == own + published
    assert sorted(map(str, lines)) == sorted(
        [*(f"own {n}" for n in range(own)), *map(str, range(published))]
    )
    if own and published:
        assert lines[:2] == ["own 0", 0]


def test_the_schools_own_places_are_among_those_one_could_take(student, school):
    one = listed(school, gcses=1, grade=4, sectors=["construction_and_built_environment"])
    listed(school, title="Pipes", requirements="A talk with us.")
    page = reverse("occupations:next_places")
    answer = student.post(page, {"grade_maths": "4"})
    found = {card.course.title: card for card in answer.context["cards"]}
    assert found["Plumbing"].steps.endswith("You have 1 at 4 or above. You are there.")
    assert (found["Pipes"].steps, found["Pipes"].course.requirements) == ("", "A talk with us.")
    student.post(page, {"grade_maths": "4", "save": f"opportunity:{one.pk}"})
    assert Entry.objects.get(kind="own_research").routes == ["apprenticeship"]


def test_the_list_that_is_downloaded_can_be_sent_again_and_changes_nothing(leader, school):
    listed(
        school,
        given_on=TODAY - dt.timedelta(days=3),
        sectors=["construction_and_built_environment", "digital"],
        subjects=["Physics", "Art"],
        gcses=5,
        grade=4,
        maths_grade=5,
        miles=2.5,
        postcode="BD7",
        apply_by=SOON,
        details="Ask for Ada.",
    )
    listed(school, kind="taster", title="Try it", open_day=SOON)
    before = list(Opportunity.objects.order_by("pk").values())
    file = leader.get(reverse("occupations:own_list")).content
    assert take_in(leader, reverse("occupations:bring_in"), file)[1].url == NEAR
    assert list(Opportunity.objects.order_by("pk").values()) == before


def test_a_line_changed_by_the_school_is_no_longer_said_to_be_the_providers(leader, school):
    one = listed(school, given_on=TODAY, gcses=5, grade=4)
    text = "provider,title,route,gcses,grade\nWeir Lane,Plumbing,apprenticeship,4,4\n"
    take_in(leader, reverse("occupations:bring_in"), text)
    one.refresh_from_db()
    assert (one.gcses, one.given_on) == (4, None)
