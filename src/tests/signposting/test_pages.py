"""The pages about next steps, as each role meets them."""

import datetime as dt

import pytest
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.ledger import services
from fingerpost.signposting import bridge
from fingerpost.signposting.models import Override, SwitchedOff
from tests.factories import people

RULE = "first_interview_year_11"
WHOLE_SCHOOL = [Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER]
UNTIL = {"until_on": (timezone.localdate() + dt.timedelta(days=20)).isoformat()}


@pytest.fixture
def group(school):
    return people.tutor_group(school, year_group=11)


@pytest.fixture
def student(school, group):
    return people.student(school, year_group=11, tutor_group=group)


@pytest.mark.parametrize("role", WHOLE_SCHOOL)
def test_guidance_staff_see_a_students_steps_with_their_source(client_of, student, role):
    page = client_of(role).get(f"/next-steps/students/{student.pk}/").content.decode()
    rule = bridge.rule_named(RULE)
    books = role in (Role.ADVISER, Role.CAREERS_LEADER)
    assert (rule.title in page) is books
    assert ("Ask for a first guidance interview" in page) is not books
    assert rule.source in page


def test_whoever_cannot_book_is_nowhere_told_to_book(client_of, student, group):
    tutor = client_of(Role.TUTOR, tutor_group=group)
    for address in ("/", "/next-steps/", f"/next-steps/?rule={RULE}", f"/students/{student.pk}/"):
        page = tutor.get(address).content.decode()
        assert "Ask for a first guidance interview" in page, address
        assert "Book a first guidance interview" not in page, address


def test_a_tutor_is_offered_no_year_and_no_group_but_their_own(client_of, school, student, group):
    other = people.tutor_group(school, year_group=9)
    people.student(school, year_group=9, tutor_group=other)

    def offered(role, **options):
        form = client_of(role, **options).get("/next-steps/").context["form"]
        years = [year for year, _ in form.fields["year_group"].choices if year]
        return years, list(form.fields["tutor_group"].queryset)

    assert offered(Role.TUTOR, tutor_group=group) == ([11], [group])
    assert offered(Role.CAREERS_LEADER) == ([9, 11], [other, group])


def test_inviting_leads_to_a_button_that_says_what_it_does(client_of, student):
    page = client_of(Role.CAREERS_LEADER).get(f"/next-steps/students/{student.pk}/")
    invites = [c for c in page.context["cards"] if "/sessions/" in c.url]
    assert invites
    assert {card.action for card in invites} == {"Record a session that was held"}


def test_a_tutor_sees_their_own_group_only(client_of, school, student, group):
    other = people.student(school, year_group=11)
    client = client_of(Role.TUTOR, tutor_group=group)
    assert client.get(f"/next-steps/students/{student.pk}/").status_code == 200
    assert client.get(f"/next-steps/students/{other.pk}/").status_code == 404
    listed = client.get("/next-steps/", {"rule": RULE}).content.decode()
    assert student.name in listed
    assert other.name not in listed


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT, Role.GOVERNOR, Role.ADMINISTRATOR])
def test_others_have_no_page_of_next_steps(client_of, student, role):
    client = client_of(role)
    for path in ("", f"students/{student.pk}/", "rules/", f"rules/{RULE}/switch-off/"):
        assert client.get(f"/next-steps/{path}").status_code == 403


def test_a_student_of_another_school_is_not_found(client_of):
    stranger = people.student(people.school(), year_group=11)
    client = client_of(Role.CAREERS_LEADER)
    assert client.get(f"/next-steps/students/{stranger.pk}/").status_code == 404
    decided = client.post(f"/next-steps/students/{stranger.pk}/decide/{RULE}/", {})
    assert decided.status_code == 404


def test_the_list_of_a_step_offers_to_act_for_those_who_need_it(client_of, school, student):
    had = people.student(school, year_group=11)
    services.record([services.Line(had, "guidance_interview", timezone.localdate())], by=None)
    page = client_of(Role.CAREERS_LEADER).get("/next-steps/", {"rule": RULE}).content.decode()
    assert student.name in page
    assert had.name not in page
    assert f'value="{student.pk}"' in page
    assert "for the ticked students" in page


def test_a_group_has_as_many_in_a_tile_as_its_list_names(client_of, school, student):
    client = client_of(Role.CAREERS_LEADER)
    counts = bridge.assessment_of(school).counts()
    for rule, number in counts.items():
        if number:
            answer = client.get("/next-steps/", {"rule": rule})
            assert len(answer.context["students"]) == number, rule


def test_a_decision_on_the_page_takes_the_step_away_and_is_told(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    form = {"rule": RULE, "kind": "dismiss", "reason": "Met one at college", **UNTIL}
    address = f"/next-steps/students/{student.pk}/"
    page = client.post(f"{address}decide/{RULE}/", form, follow=True).content.decode()
    assert "Met one at college" in page
    assert RULE not in [step.rule_id for step in bridge.steps_for(student)]
    standing = Override.objects.get()
    client.post(f"{address}decisions/{standing.pk}/end/")
    assert RULE in [step.rule_id for step in bridge.steps_for(student)]


def test_a_decision_without_a_reason_is_not_taken(client_of, student):
    form = {"rule": RULE, "kind": "dismiss", "reason": " ", **UNTIL}
    address = f"/next-steps/students/{student.pk}/decide/{RULE}/"
    assert client_of(Role.CAREERS_LEADER).post(address, form).status_code == 200
    assert not Override.objects.exists()


def test_every_rule_in_force_is_on_the_page_of_rules(client_of):
    client = client_of(Role.SENCO)
    pages = [client.get("/next-steps/rules/", {"page": n}).content.decode() for n in (1, 2)]
    text = "".join(pages).replace("&#x27;", "'").replace("&amp;", "&")
    assert [rule.id for rule in bridge.rules_now() if rule.title not in text] == []
    assert "Switch off" not in text


def test_a_careers_leader_switches_a_rule_off_and_on_again(client_of, student):
    client = client_of(Role.CAREERS_LEADER)
    address = f"/next-steps/rules/{RULE}/"
    answer = client.post(
        f"{address}switch-off/", {"reason": "Done by the trust", **UNTIL}, follow=True
    )
    assert "Done by the trust" in answer.content.decode()
    assert RULE not in [step.rule_id for step in bridge.steps_for(student)]
    client.post(f"{address}switch-on/")
    assert RULE in [step.rule_id for step in bridge.steps_for(student)]


@pytest.mark.parametrize("role", [Role.TUTOR, Role.ADVISER, Role.SENCO, Role.SENIOR_LEADER])
def test_only_a_careers_leader_switches_a_rule_off(client_of, role):
    client = client_of(role)
    for deed in ("switch-off", "switch-on"):
        answer = client.post(f"/next-steps/rules/{RULE}/{deed}/", {"reason": "No", **UNTIL})
        assert answer.status_code == 403
    assert not SwitchedOff.objects.exists()


@pytest.mark.parametrize(
    "form", [{"reason": "", **UNTIL}, {"reason": "x", "until_on": "2020-01-01"}]
)
def test_a_rule_is_not_switched_off_without_a_reason_and_an_end(client_of, form):
    answer = client_of(Role.CAREERS_LEADER).post(f"/next-steps/rules/{RULE}/switch-off/", form)
    assert "govuk-error" in answer.content.decode()
    assert not SwitchedOff.objects.exists()


def test_there_is_no_switching_of_a_rule_that_is_not_there(client_of):
    client = client_of(Role.CAREERS_LEADER)
    assert client.get("/next-steps/rules/no_such_rule/switch-off/").status_code == 404


def test_the_pages_ask_the_database_no_more_for_more_students(
    client_of, school, django_assert_max_num_queries
):
    client = client_of(Role.CAREERS_LEADER)
    for number in range(25):
        people.student(school, year_group=7 + number % 7)
    client.get("/next-steps/", {"rule": "nothing_this_year"})
    with django_assert_max_num_queries(25):
        client.get("/next-steps/", {"rule": "nothing_this_year"})
