"""The pages of measures: figures, the lists behind them, and who may see what."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.ledger import bridge, services
from fingerpost.ledger.presenters.words import missing_meaning, missing_title
from tests.factories import people

TODAY = timezone.localdate()
# The newest day that governors are shown.
REPORTED = TODAY.replace(day=1)
INTERVIEWED = "interviewed_ever"


@pytest.fixture
def groups(school):
    """Two tutor groups of Year 10: 3 of 8 in the first have been interviewed, none elsewhere."""
    first, second = (people.tutor_group(school, name=name) for name in ("10A", "10B"))
    students = [people.student(school, tutor_group=first) for _ in range(8)]
    others = [people.student(school, tutor_group=second) for _ in range(8)]
    services.record(
        [services.Line(one, "guidance_interview", REPORTED) for one in students[:3]], by=None
    )
    return first, second, students, others


def _list(name=INTERVIEWED, **query):
    return reverse("ledger:measure_students", args=[name], query=query)


def test_the_list_behind_a_figure_holds_as_many_as_the_figure_says(client_of, groups):
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(reverse("ledger:measure", args=[INTERVIEWED]))
    assert (page.context["figure"].counted, page.context["figure"].of) == (3, 16)
    assert client.get(_list(side="counted")).context["total"] == 3
    assert client.get(_list(side="not_counted")).context["total"] == 13
    one_group = {"side": "not_counted", "by": "tutor_group", "group": "10A"}
    assert client.get(_list(**one_group)).context["total"] == 5


def test_every_measure_has_a_page_and_its_lists_agree_with_it(client_of, school, groups):
    client = client_of(Role.CAREERS_LEADER)
    answers = bridge.answers_for(school, TODAY)
    for measure in bridge.catalogue(TODAY):
        assert client.get(reverse("ledger:measure", args=[measure.name])).status_code == 200
        figure = answers.figure(measure.name)
        if figure.counted is not None:
            assert len(answers.students(measure.name)) == figure.counted
            assert len(answers.students(measure.name, "not_counted")) == figure.missing


def test_there_are_at_least_25_measures_each_with_meaning_and_source(db):
    found = bridge.catalogue(TODAY)
    assert len(found) >= 25
    assert all(one.title and one.meaning and one.source and one.denominator for one in found)
    assert len({one.name for one in found}) == len(found)


def test_a_tutor_sees_only_their_own_students(client_of, school, groups):
    client = client_of(Role.TUTOR, tutor_group=groups[1])
    page = client.get(reverse("ledger:measure", args=[INTERVIEWED]))
    assert (page.context["figure"].counted, page.context["figure"].of) == (0, 8)
    page = client.get(_list(side="not_counted"))
    assert {one.pk for one in page.context["page_of"]} == {one.pk for one in groups[3]}
    page = client.get(reverse("ledger:coverage"), {"by": "tutor_group"})
    assert [band.label for band in page.context["bands"]] == ["10B"]


def test_another_schools_students_are_on_no_list(client_of, groups):
    elsewhere = people.school()
    stranger = people.student(elsewhere)
    services.record([services.Line(stranger, "guidance_interview", TODAY)], by=None)
    page = client_of(Role.CAREERS_LEADER).get(_list(side="counted"))
    assert stranger.pk not in {one.pk for one in page.context["page_of"]}


def test_a_governor_sees_no_list_and_no_small_group(client_of, school, groups):
    client = client_of(Role.GOVERNOR)
    assert client.get(_list()).status_code == 403
    answer = client.get(reverse("ledger:measure", args=[INTERVIEWED]))
    assert answer.context["figure"].hidden  # three of sixteen: three could be found out
    assert b"3 of 16" not in answer.content
    assert _list().encode() not in answer.content
    page = client.get(reverse("ledger:coverage"))
    assert page.status_code == 200
    assert b"/students/" not in page.content


def test_a_governor_cannot_split_by_tutor_group(client_of, groups):
    page = client_of(Role.GOVERNOR).get(
        reverse("ledger:measure", args=[INTERVIEWED]), {"by": "tutor_group"}
    )
    assert b"10A" not in page.content


def test_students_and_parents_see_no_measures(client_of, groups):
    assert client_of(Role.STUDENT).get(reverse("ledger:catalogue")).status_code == 403


def test_ticked_students_are_carried_to_the_booking_page(client_of, groups):
    client = client_of(Role.CAREERS_LEADER)
    ids = [one.pk for one in groups[2][:2]]
    stranger = people.student(people.school())
    answer = client.get(reverse("ledger:act"), {"to": "book", "students": [*ids, stranger.pk]})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?students={ids[0]},{ids[1]}")


def test_everybody_on_a_list_is_carried_on_in_one_click(client_of, groups):
    query = {
        "to": "book",
        "name": INTERVIEWED,
        "side": "not_counted",
        "by": "tutor_group",
        "group": "10B",
    }
    answer = client_of(Role.CAREERS_LEADER).get(reverse("ledger:act"), query)
    assert answer["Location"].split("students=")[1].count(",") == 7


def test_an_empty_list_goes_back_with_a_sentence(client_of, school):
    answer = client_of(Role.CAREERS_LEADER).get(
        reverse("ledger:act"), {"to": "book", "name": INTERVIEWED, "side": "counted"}, follow=True
    )
    assert b"Nobody is on this list any more" in answer.content


def test_a_list_downloads_as_a_spreadsheet_without_formulas(client_of, school, groups):
    people.student(school, given_name="=1+1", family_name="Test")
    answer = client_of(Role.CAREERS_LEADER).get(_list(side="not_counted", format="csv"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1 Test" in answer.content.decode()
    assert len(answer.content.decode().strip().splitlines()) == 1 + 14


@pytest.mark.parametrize("path", ["coverage/", f"{INTERVIEWED}/", f"{INTERVIEWED}/students/"])
def test_the_number_of_queries_does_not_grow_with_students(
    client_of, school, groups, path, django_assert_max_num_queries, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(Role.CAREERS_LEADER)
    address = reverse("ledger:catalogue") + path + "?side=not_counted"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _ in range(25):
        people.student(school, tutor_group=groups[0])
    from fingerpost.schools.services import roll_changed

    roll_changed(school.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_the_worst_covered_group_comes_first(client_of, groups):
    page = client_of(Role.CAREERS_LEADER).get(reverse("ledger:coverage"), {"by": "tutor_group"})
    assert [band.label for band in page.context["bands"]] == ["10B", "10A"]


@pytest.mark.parametrize("address", ["", "students/?side=counted", "students/?format=csv"])
def test_a_tutor_cannot_ask_about_a_group_they_may_not_see(client_of, groups, address):
    name = "vulnerable_interviewed_this_year"
    tutor = client_of(Role.TUTOR, tutor_group=groups[0])
    assert tutor.get(f"/measures/{name}/{address}").status_code == 404
    assert name not in tutor.get("/measures/").content.decode()


def test_the_sen_coordinator_may_ask_about_students_who_need_more(client_of, groups):
    senco = client_of(Role.SENCO)
    assert senco.get("/measures/vulnerable_interviewed_this_year/").status_code == 200


MEAN = "encounters_mean"


def test_a_mean_opens_the_list_with_each_students_part(client_of, groups):
    services.record([services.Line(groups[2][0], "careers_fair", TODAY)], by=None)
    client = client_of(Role.CAREERS_LEADER)
    page = client.get(reverse("ledger:measure", args=[MEAN]))
    answer = client.get(page.context["whole_url"])
    assert answer.context["total"] == page.context["figure"].of == 16
    parts = [float(row.cells[-1]) for row in answer.context["table"].rows]
    assert parts == sorted(parts)  # those who have least come first: more is better
    assert sum(parts) / len(parts) == page.context["figure"].value == 4 / 16
    most = client.get(f"{page.context['whole_url']}&sort=-value").context["table"].rows[0]
    assert (most.name, most.cells[-1]) == (groups[2][0].name, "2")
    lines = client.get(f"{page.context['whole_url']}&format=csv").content.decode().splitlines()
    assert len(lines) == 17
    assert lines[-1].endswith(",2.0")


def test_a_figure_of_an_earlier_day_opens_the_list_of_that_day(client_of, groups):
    services.record([services.Line(groups[2][5], "guidance_interview", TODAY)], by=None)
    before = REPORTED - dt.timedelta(days=1)
    page = client_of(Role.CAREERS_LEADER).get(
        reverse("ledger:measure", args=[INTERVIEWED]), {"as_of": before.isoformat()}
    )
    assert page.context["figure"].counted == 0
    assert f"as_of={before}" in page.context["counted_url"]


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", [f"{INTERVIEWED}/", "coverage/", f"{INTERVIEWED}/working-out/"])
def test_who_may_see_no_small_group_may_not_choose_the_day_freely(client_of, groups, role, address):
    client = client_of(role)
    for asked in (TODAY, REPORTED + dt.timedelta(days=1), REPORTED - dt.timedelta(days=1)):
        page = client.get(f"/measures/{address}", {"as_of": asked.isoformat()})
        assert page.context["as_of"].day == 1
        assert page.context["as_of"] <= asked
    assert client.get(f"/measures/{address}").context["as_of"] == REPORTED


def test_a_day_before_all_figures_is_the_first_day_there_are_figures_of(client_of, groups):
    answer = client_of(Role.CAREERS_LEADER).get("/measures/coverage/?as_of=1990-01-01")
    assert answer.status_code == 200


def test_how_a_figure_was_worked_out_names_nobody_and_is_rounded(client_of, school, groups):
    for number in range(20):
        student = people.student(school, year_group=11)
        if number < 10:
            services.record([services.Line(student, "guidance_interview", REPORTED)], by=None)
    address = reverse("ledger:working_out", args=[INTERVIEWED], query={"side": "counted"})
    page = client_of(Role.GOVERNOR).get(address)
    assert page.context["number"] == 12  # 13 of 36
    said = page.content.decode()
    assert "12 of 36" in said
    assert not any(one.family_name in said for one in groups[2])
    assert client_of(Role.STUDENT).get(address).status_code == 403


def test_a_group_with_nobody_in_it_has_no_working_out(client_of, groups):
    query = {"by": "year_group", "group": "13"}
    address = reverse("ledger:working_out", args=[INTERVIEWED], query=query)
    assert client_of(Role.GOVERNOR).get(address).status_code == 404


def test_a_look_at_a_list_is_noted_once_an_hour_with_its_length(client_of, groups):
    client = client_of(Role.CAREERS_LEADER)
    for page in ("1", "2", "1"):
        client.get(_list(side="not_counted", page=page, sort="name"))
    [look] = Event.objects.filter(deed="looked")
    assert look.actor == client.person
    assert look.details == {"asked": {"side": "not_counted"}, "students": 13}
    assert look.subject_label == "Have not had a guidance interview"
    client.get(_list(side="counted"))
    assert Event.objects.filter(deed="looked").count() == 2


def test_an_empty_list_is_no_look(client_of, school):
    client_of(Role.CAREERS_LEADER).get(_list(side="counted"))
    assert not Event.objects.filter(deed="looked").exists()


def test_the_list_of_those_who_miss_something_says_that_they_have_not_had_it(client_of, groups):
    page = client_of(Role.CAREERS_LEADER).get(_list(side="not_counted"))
    said = page.content.decode()
    assert page.context["title"] == "Have not had a guidance interview"
    assert "Students who have not had at least one guidance interview." in said
    assert "who have had at least one" not in said
    counted = client_of(Role.CAREERS_LEADER).get(_list(side="counted"))
    assert counted.context["title"] == "Have had a guidance interview"


def test_no_list_of_those_missing_says_the_contrary_of_what_it_holds():
    shares = [one for one in bridge.catalogue(TODAY) if one.unit == "students"]
    for one in shares:
        title, meaning = missing_title(one), missing_meaning(one)
        assert title != one.title
        assert meaning != one.meaning
        assert "not not" not in meaning
        assert "not had nothing" not in title


def test_many_groups_are_shown_the_worst_first_and_the_others_on_request(client_of, school):
    for number in range(13):
        people.student(school, tutor_group=people.tutor_group(school, name=f"10{number:02}"))
    client = client_of(Role.CAREERS_LEADER)
    query = {"by": "tutor_group"}
    page = client.get(reverse("ledger:coverage"), query)
    assert len(page.context["bands"]) == 10
    assert "Show 3 more" in page.content.decode()
    whole = client.get(reverse("ledger:coverage") + page.context["all_url"])
    assert len(whole.context["bands"]) == 13
    assert whole.context["bands"][:10] == page.context["bands"]
    assert "more</a>" not in whole.content.decode()
