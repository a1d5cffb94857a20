"""What could I do, and what do I need for that: steps and other ways, never a no."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.pathways.models import Idea, SelfAssessment
from fingerpost.pathways.presenters.next_places import steps_words
from fingerpost.pathways.presenters.opportunities import route_labels

pytestmark = pytest.mark.django_db
NEXT = reverse("occupations:next_places")
GRADES = {"grade_english_language": "5", "grade_maths": "4", "grade_art": "3", "place": "BD8"}


@pytest.fixture
def student(folder, client_of):
    call_command("load_courses", folder, stdout=StringIO())
    client = client_of(Role.STUDENT)
    client.student = client.person.student
    return client


def cards(answer):
    return {card.course.title: card for card in answer.context["cards"]}


def test_each_place_says_how_far_its_needs_are_and_that_there_are_other_ways(student):
    found = cards(student.post(NEXT, GRADES))
    apprentice = found["Plumbing apprentice"]
    assert apprentice.steps == (
        "You need 5 GCSEs at 4 or above, with English and maths. You have 2 at 4 or above. "
        "3 more to go."
    )
    assert apprentice.ways == "Other way in that your grades fit: College."
    assert found["Plumbing level 2"].steps.endswith("You are there.")
    assert found["Sixth form"].steps == "Ask what you need."
    assert found["Shop work with support"].steps == "No grades are asked for."
    assert found["Degree courses"].later == "This is for after Year 13."


@pytest.mark.parametrize("grades", [{}, {"grade_maths": "1"}, GRADES])
def test_every_route_there_is_is_shown_or_named_whatever_the_grades(student, grades):
    answer = student.post(NEXT, grades)
    shown = {card.course.route for card in answer.context["cards"]}
    named = {one.route for one in answer.context["unlisted"]}
    assert {"Apprenticeship", "College", "T Level", "University"} <= shown
    assert shown | named == set(route_labels().values())


def test_nothing_that_is_typed_is_kept_until_a_place_is_saved(student):
    answer = student.post(NEXT, GRADES)
    assert not Idea.objects.exists()
    assert "no-store" in answer["Cache-Control"]
    assert '<option value="4" selected>' not in student.get(NEXT).content.decode()
    key = cards(answer)["Plumbing apprentice"].course.key
    again = student.post(NEXT, GRADES | {"save": key})
    idea = Idea.objects.get()
    assert (idea.title, idea.kind) == ("Plumbing apprentice, Pipe Works", "apprenticeship")
    assert idea.note.startswith("You need 5 GCSEs at 4 or above, with English and maths.")
    assert cards(again)["Plumbing apprentice"].course.is_saved
    student.post(NEXT, GRADES | {"save": key})
    assert Idea.objects.count() == 1


def test_what_is_not_in_the_list_cannot_be_saved(student):
    assert student.post(NEXT, GRADES | {"save": "987654"}).status_code == 404


def test_what_somebody_likes_comes_first_and_takes_nothing_away(student):
    before = set(cards(student.post(NEXT, GRADES)))
    student.post(reverse("pathways:quick_add"), {"title": "Nurse", "occupation": "nurse"})
    answer = student.post(NEXT, GRADES)
    assert "You may like this" in cards(answer)["T Level: Health"].fits
    assert set(cards(answer)) == before
    assert not SelfAssessment.objects.exists()


def test_a_wrong_grade_or_postcode_is_said(student):
    assert student.post(NEXT, {"place": "!!"}).status_code == 422
    assert student.post(NEXT, {"grade_maths": "12"}).status_code == 422


def test_without_any_course_every_route_is_named(client_of):
    answer = client_of(Role.STUDENT).post(NEXT, {})
    assert "No place is in our lists yet" in answer.content.decode()
    assert len(answer.context["unlisted"]) == len(route_labels())


def test_no_words_refuse_anybody():
    from fingerpost.engines.reaching import Have, Need, distance

    for gcses in (None, 0, 1, 5):
        for have in ({}, {"maths": 4}, {"art": 9}):
            words = steps_words(distance(Have(have), Need(gcses, 4, ("maths",) if gcses else ())))
            assert not {"cannot", "not", "no chance", "fail", "low"} & set(words.lower().split())


def test_subjects_are_named_and_what_is_still_to_come():
    from fingerpost.engines.reaching import Have, Need, distance

    need = Need(2, 4, ("english", "maths"))
    far = distance(Have({"english": 5, "art": 4, "music": 4}), need)
    assert steps_words(far) == (
        "You need 2 GCSEs at 4 or above, with English and maths. You have 3 at 4 or above. "
        "Still to come: maths."
    )


def test_gcses_alone_never_lead_to_a_degree():
    from fingerpost.engines.reaching import Have, Need, distance

    far = distance(Have({"maths": 9}), Need(1, 4))
    words = steps_words(far, is_predicted=True, is_later=True)
    assert words.endswith(
        "1 of yours is predicted at that. Those are there. A course at level 3 comes in between."
    )


# What do I need for that? -------------------------------------------------------------------------


def back_of(client, slug):
    return client.get(reverse("occupations:occupation", args=[slug]) + "?place=BD8").context["back"]


def test_an_occupation_says_what_is_needed_on_each_way_and_what_is_there(student):
    back = back_of(student, "plumber")
    assert back.opening.startswith(f"There are {len(back.ways)} ways in.")
    college = next(way for way in back.ways if way.way == "A college course")
    assert any("GCSE" in step for step in college.steps)
    assert "Plumbing level 2" in {one.title for one in college.places}
    apprenticeship = next(way for way in back.ways if way.way == "An apprenticeship")
    assert {one.title for one in apprenticeship.places} == {"Plumbing apprentice"}
    assert back.fallback.startswith("Are your grades lower than you hope?")
    assert back.others


def test_the_step_before_a_degree_is_told_with_places_for_it(student):
    university = next(way for way in back_of(student, "vet").ways if way.way == "University")
    assert "Before that you take A levels or a course of the same size." in university.before
    assert "Sixth form" in {one.title for one in university.places_before}
    assert [one.title for one in university.places] == ["Degree courses"] * 2


def test_a_way_in_is_saved_with_one_press_with_what_it_needs(student):
    way = back_of(student, "plumber").ways[0]
    student.post(
        reverse("pathways:quick_add"),
        {"title": way.name, "occupation": "plumber", "note": way.note},
    )
    idea = Idea.objects.get()
    assert (idea.title, idea.occupation, idea.note) == (way.name, "plumber", way.note)
    assert next(one for one in back_of(student, "plumber").ways if one.name == way.name).is_saved


def test_routes_looked_for_are_routes_of_the_rules():
    from fingerpost.occupations.backwards import BEFORE_A_DEGREE, ROUTES

    known = {route.name for route in rules.routes(dt.date(2026, 11, 24))}
    assert {*BEFORE_A_DEGREE, *(one for routes in ROUTES.values() for one in routes)} <= known
