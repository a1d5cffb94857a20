"""Published courses: loaded by a command, placed, found, shown near by, every route in turn."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.pathways.models import Course, Idea, PostcodeDistrict, Provider
from fingerpost.students.enums import Characteristic
from fingerpost.students.models import CharacteristicValue

from .course_lists import NATIONAL, OWN, write_lists

pytestmark = pytest.mark.django_db
NEAR, EXPLORE = reverse("occupations:near"), reverse("occupations:explore")


def load(folder, *options):
    out = StringIO()
    call_command("load_courses", folder, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def student(folder, client_of):
    load(folder)
    return client_of(Role.STUDENT)


def test_all_lists_are_read_and_what_cannot_be_is_told_with_its_line(folder):
    said = load(folder)
    assert "11 courses of 9 providers loaded, 0 taken out" in said
    assert "t_level_provider_locations.csv, line 4: no T Level has the code “99”." in said
    routes = dict(Course.objects.values_list("title", "route"))
    assert routes["T Level: Health"] == "t_level"
    assert routes["Shop work with support"] == "supported_internship"
    names = set(Provider.objects.values_list("name", flat=True))
    assert not names & {"Old School", "Paid School", "Gone College", "Shut University"}
    assert not names & {"Hill School again", "Dale School"}
    assert "School of the Sea" in names
    assert Event.objects.filter(deed="imported").exists()


def test_a_look_says_what_loading_would_do_and_loads_nothing(folder):
    said = load(folder, "--look")
    assert "11 courses of 9 providers would be loaded" in said
    assert "11 new, 0 changed, 0 unchanged" in said
    assert "Nothing was loaded" in said
    assert not (Course.objects.exists() or Provider.objects.exists() or Event.objects.exists())
    load(folder)
    assert "0 new, 0 changed, 11 unchanged" in load(folder, "--look")
    Course.objects.filter(title="Sixth form").update(level=2)
    assert " 0 unchanged" not in load(folder, "--look")
    assert Course.objects.filter(title="Sixth form", level=2).exists()


def test_a_college_of_two_lists_is_one_provider(folder):
    load(folder)
    college = Provider.objects.get(name="Bradford College")
    assert set(college.courses.values_list("route", flat=True)) == {"further_education", "t_level"}


def test_places_are_known_as_exactly_as_they_are_published(folder):
    load(folder)
    placed = dict(Course.objects.values_list("title", "placed_by"))
    assert placed["Sixth form"] == "point"
    assert placed["T Level: Health"] == "point"
    assert placed["Plumbing apprentice"] == "district"
    assert Course.objects.get(provider__name="Far University").easting is None
    assert PostcodeDistrict.objects.get(name="BD8").easting == 414_000


def test_loading_again_changes_nothing_and_what_is_gone_from_a_list_is_taken_out(folder):
    load(folder)
    before = list(Course.objects.order_by("pk").values_list("pk", "title"))
    assert "0 taken out" in load(folder)
    assert list(Course.objects.order_by("pk").values_list("pk", "title")) == before
    write_lists(folder, **{"our-courses": OWN.replace("Plumbing level 2", "Plumbing level 1")})
    assert "1 taken out" in load(folder)
    assert not Course.objects.filter(title="Plumbing level 2").exists()
    assert Course.objects.filter(route="school_sixth_form").exists()


def test_a_list_loaded_alone_is_placed_by_the_districts_known_from_before(folder, tmp_path):
    load(folder)
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "our-courses-2.csv").write_text(
        "provider,title,route,postcode\nNew Works,Welder,Apprenticeship,BD8 9ZZ\n"
    )
    load(alone)
    assert Course.objects.get(title="Welder").easting == 414_000
    assert Course.objects.filter(title="Plumbing level 2").exists()


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("england_school_register", "URN,SCHNAME\n1,A\n", "line 1: there is no column “TOWN”."),
        ("our-courses", "a,b\n1,2\n", "our-courses.csv, line 1: The file has no column “provider”"),
        ("gias_establishments", "a,b\n1,2\n", "gias_establishments.csv, line 1:"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason_and_nothing_changes(folder, name, text, reason):
    load(folder)
    before = Course.objects.count()
    write_lists(folder, **{name: text})
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert reason in str(refusal.value)
    assert Course.objects.count() == before


def test_a_folder_without_lists_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no list in"):
        call_command("load_courses", tmp_path)


# Near by ------------------------------------------------------------------------------------------


def cards(client, **asked):
    return client.get(NEAR, asked).context["cards"]


def test_what_is_near_is_shown_with_its_distance_the_routes_in_turn(student):
    shown = cards(student, place="BD8")
    assert "apprenticeship" in {card.kind for card in shown}
    routes = [card.route for card in shown]
    assert len(set(routes[: len(set(routes))])) == len(set(routes))
    sixth = next(card for card in shown if card.title == "Sixth form")
    assert sixth.distance == "1 mile from BD8"
    far = next(card for card in shown if card.provider == "Far University")
    assert far.distance == "We do not know how far"


def test_what_is_too_far_or_over_is_not_shown(student):
    def providers(miles):
        return {card.provider for card in cards(student, place="BD8", miles=miles)}

    assert "Sixth Form College" not in providers("5")
    assert "Sixth Form College" in providers("10")
    assert "Old Works" not in providers("any")


def test_a_list_is_narrowed_by_way_and_kind_of_work(student):
    assert {card.route for card in cards(student, place="BD8", route="t_level")} == {"T Level"}
    shown = cards(student, place="BD8", sector="health_and_science")
    assert "Plumbing level 2" not in {card.title for card in shown}
    assert {"Sixth form", "T Level: Health"} <= {card.title for card in shown}


def test_without_a_place_some_of_every_route_are_shown_and_a_postcode_is_asked_for(student):
    page = student.get(NEAR)
    assert {card.route for card in page.context["cards"]} >= {"University", "Apprenticeship"}
    assert "first part of your postcode" in page.content.decode()


def test_where_a_student_lives_is_where_they_look_from(student):
    CharacteristicValue.objects.create(
        student=student.person.student, kind=Characteristic.POSTCODE, value="BD8",
        source="test", from_on="2026-09-01",
    )  # fmt: skip
    distances = {card.distance for card in cards(student)}
    assert "1 mile from where you live" in distances


def test_the_school_is_where_they_look_from_when_the_list_of_schools_has_it(folder, client_of):
    load(folder)
    leader = client_of(Role.CAREERS_LEADER)
    school = leader.person.holdings.first().school
    school.urn = "100001"
    school.save()
    (folder / "schools.csv").write_text(NATIONAL)
    call_command("import_schools", folder / "schools.csv", stdout=StringIO())
    assert any("from your school" in card.distance for card in cards(leader))


def test_what_is_no_postcode_is_said(student):
    page = student.get(NEAR, {"place": "!!"})
    assert page.status_code == 200
    assert "Type a postcode, such as BD7." in page.content.decode()


def test_a_course_is_saved_with_one_press(student):
    card = next(card for card in cards(student, place="BD8") if card.title == "Plumbing level 2")
    student.post(
        reverse("pathways:quick_add"),
        {"title": card.name, "kind": card.kind, "note": card.needs, "source_url": card.link},
    )
    idea = Idea.objects.get()
    assert idea.title == "Plumbing level 2, Bradford College"
    assert idea.note == "You need 2 GCSEs at grade 3 or above."
    saved = [one for one in cards(student, place="BD8") if one.is_saved]
    assert [one.name for one in saved] == [card.name]


# Found --------------------------------------------------------------------------------------------


def test_a_search_shows_jobs_and_courses_of_every_route_that_has_some(student):
    page = student.get(EXPLORE, {"q": "plumbing"})
    assert "plumber" in {card.slug for card in page.context["cards"]}
    assert {card.route for card in page.context["courses"][:2]} == {"College", "Apprenticeship"}
    assert "Plumbing long ago" not in page.content.decode()


def test_no_route_is_crowded_out_of_the_first_page_of_a_search(folder, client_of):
    many = "".join(f"Uni {n},Baking,University,6,,,,,,,\n" for n in range(400))
    few = "Mill,Baking,Apprenticeship,2,,,,,,,\nHall,Baking,Short course in one skill,1,,,,,,,\n"
    write_lists(folder, **{"our-courses": OWN.splitlines()[0] + "\n" + many + few})
    load(folder)
    shown = client_of(Role.STUDENT).get(EXPLORE, {"q": "baking"}).context["courses"]
    assert {card.route for card in shown[:3]} == {
        "University", "Apprenticeship", "Short course in one skill",
    }  # fmt: skip


def test_while_the_search_is_missing_titles_are_looked_through(student, settings, tmp_path):
    settings.SEARCH = tmp_path / "empty"
    shown = student.get(EXPLORE, {"q": "plumbing"}).context["courses"]
    assert {card.title for card in shown} == {"Plumbing level 2", "Plumbing apprentice"}


def test_without_any_course_pages_stand(client_of, settings, tmp_path):
    settings.SEARCH = tmp_path / "empty"
    student = client_of(Role.STUDENT)
    assert "Nothing here yet" in student.get(NEAR).content.decode()
    assert student.get(EXPLORE, {"q": "plumber"}).context["courses"] == []
    assert student.get(reverse("occupations:occupation", args=["plumber"])).status_code == 200
