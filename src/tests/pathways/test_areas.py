"""Of which area a school's openings are told: found by its authority, changed by whoever looks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.common.local_authorities import local_authorities
from fingerpost.occupations import load
from fingerpost.pathways.selectors.areas import WHOLE_COUNTRY, area_of_school
from fingerpost.schools.models import Establishment
from tests.factories import people

pytestmark = pytest.mark.django_db
PAGE = reverse("occupations:occupation", args=["nurse"])


def listed(urn, code, postcode):
    Establishment.objects.create(urn=urn, name=urn, local_authority_code=code, postcode=postcode)


@pytest.mark.parametrize(
    ("code", "area"),
    [("380", "WY_LSIP"), ("205", "GL_LSIP"), ("330", "WM_MCA"), ("391", "NT_MCA"), ("850", "EN")],
)
def test_a_school_is_in_the_area_of_its_authority(code, area):
    assert area_of_school(people.school(local_authority_code=code)).code == area


def test_every_english_authority_in_use_is_placed_or_known_to_have_no_figures():
    today = timezone.localdate()
    english = {
        code
        for code, one in local_authorities().items()
        if one.in_use_on(today) and not 660 <= int(code) <= 681 and code != "702"
    }
    assert english <= load().area_of_authority.keys()


def test_every_area_of_an_authority_has_figures():
    assert set(load().area_of_authority.values()) - {""} <= load().areas.keys()


def test_a_school_without_an_authority_is_found_in_the_national_list():
    school = people.school()
    listed(school.urn, "383", "LS1 1AA")
    assert area_of_school(school).authority == "Leeds"


def test_where_the_list_does_not_say_the_schools_near_by_tell():
    school = people.school()
    listed(school.urn, "", "BD7 1AA")
    for urn, code in (("100001", "380"), ("100002", "380"), ("100003", "383")):
        listed(urn, code, "BD7 2BB")
    listed("100004", "383", "BD71 1AA")
    found = area_of_school(school)
    assert (found.code, found.authority, found.district) == ("WY_LSIP", "Bradford", "BD7")


def test_what_nobody_knows_is_england_and_says_so(client_of, school):
    assert area_of_school(school).code == WHOLE_COUNTRY
    page = client_of(Role.STUDENT).get(PAGE)
    assert page.context["area"] == WHOLE_COUNTRY
    assert "We do not know which council" in page.context["area_found"]


def test_a_job_is_told_for_the_schools_area_until_another_is_chosen(client_of):
    school = people.school(local_authority_code="380")
    student = client_of(Role.STUDENT, school=school)
    first = student.get(PAGE).context
    assert first["area"] == "WY_LSIP"
    assert first["area_found"] == "Your school is in Bradford, so this starts with West Yorkshire."
    other = student.get(PAGE, {"area": "CU_LSIP"}).context
    assert (other["area"], other["area_found"]) == ("CU_LSIP", "")


def test_a_lesson_starts_with_the_schools_area_and_then_with_the_one_chosen_last(client_of):
    school = people.school(local_authority_code="380")
    people.student(school, year_group=10)
    leader = client_of(Role.CAREERS_LEADER, school=school)
    start = reverse("lessons:lessons")
    form = leader.get(start).context["form"]
    assert form.initial["area"] == "WY_LSIP"
    assert "Your school is in Bradford" in form.fields["area"].help_text
    leader.post(start, {"of": "year-10", "area": "CU_LSIP"})
    form = leader.get(start).context["form"]
    assert form.initial["area"] == "CU_LSIP"
    assert form.fields["area"].help_text.startswith("Chosen for the last lesson.")
