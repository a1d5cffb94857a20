"""An installation's own rules are checked before anything rests on them, and work everywhere."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fingerpost import rules
from fingerpost.accounts.enums import Role
from fingerpost.installation.checks import own_rules_can_be_read
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger import services
from fingerpost.ledger.models import Entry
from tests.factories import people

OWN = """
[[kind]]
name = "allotment_day"
label = "Day at the allotment"
plural = "Days at the allotment"
student_label = "A day at the allotment"
family = "encounter"
counts_for = ["employer"]
valid_from = 2020-09-01
source = "School plan"

[[sector]]
name = "space"
label = "Space"
student_label = "Space"
order = 90
valid_from = 2020-09-01
source = "School plan"

[[route]]
name = "family_firm"
label = "Family firm"
student_label = "Work with my family"
meaning = "You work in the firm of your family and learn there."
technical = false
kind_of_provider = "employer"
order = 90
offered_at = ["post_16"]
valid_from = 2020-09-01
source = "School plan"

[[route_words]]
name = "family_firm"
words = ["family firm"]
meaning = "The plan speaks of the family's own firm."
valid_from = 2020-09-01
source = "School plan"
"""
BAD = OWN.replace("order = 90\noffered_at", 'order = "last"\noffered_at').replace(
    '["employer"]', '"employer"'
)


def test_no_folder_of_own_rules_is_no_mistake(settings, tmp_path):
    settings.EXTRA_RULES = tmp_path / "nothing"
    assert own_rules_can_be_read() == []


def test_right_rules_pass_the_check(own_rules):
    (own_rules / "own.toml").write_text(OWN)
    assert own_rules_can_be_read() == []
    call_command("check")


def test_each_mistake_is_an_error_with_file_line_entry_and_key(own_rules):
    (own_rules / "own.toml").write_text(BAD)
    found = own_rules_can_be_read()
    line = 1 + BAD[: BAD.index("[[route]]")].count("\n")
    assert [one.msg for one in found] == [
        'rules/own.toml, line 2, kind "allotment_day": "counts_for" must be a list of texts, '
        "not 'employer'.",
        f'rules/own.toml, line {line}, route "family_firm": "order" must be a whole number from '
        "1 to 999, not 'last'.",
    ]
    assert str(own_rules) in found[0].hint
    with pytest.raises(CommandError, match="counts_for"):
        call_command("check")


def test_a_route_must_be_offered_at_a_decision_point_there_is(own_rules):
    (own_rules / "own.toml").write_text(OWN.replace('["post_16"]', '["post_40"]'))
    [found] = own_rules_can_be_read()
    assert '"offered_at" names "post_40"' in found.msg


def test_a_file_mended_while_the_site_is_down_passes(own_rules):
    (own_rules / "own.toml").write_text(BAD)
    assert own_rules_can_be_read()
    (own_rules / "own.toml").write_text(OWN)
    assert own_rules_can_be_read() == []


def test_an_encounter_of_an_own_kind_with_own_route_and_sector_counts(own_rules, school):
    (own_rules / "own.toml").write_text(OWN)
    rules.forget()
    ledger.forget()
    student = people.student(school, year_group=10)
    today = timezone.localdate()
    line = services.Line(student, "allotment_day", today, routes=["family_firm"], sectors=["space"])
    services.record([line], by=None)
    [facts] = ledger.facts_for(school, today).to_pylist()
    assert facts["employer_encounters_this_year"] == 1
    assert facts["sectors_seen"] == 1
    assert facts["routes_seen"] == 1


def test_own_kinds_routes_and_sectors_can_be_chosen_on_the_pages(own_rules, client_of, school):
    (own_rules / "own.toml").write_text(OWN)
    rules.forget()
    student = people.student(school, year_group=10)
    client = client_of(Role.CAREERS_LEADER)
    page = client.get("/sessions/record/", {"students": student.pk}).content.decode()
    for label in ("Day at the allotment", "Family firm", "Space"):
        assert label in page


def test_without_the_file_the_kind_is_not_known(school):
    student = people.student(school)
    with pytest.raises(services.UnknownKind):
        services.record([services.Line(student, "allotment_day", dt.date(2026, 10, 1))], by=None)
    assert not Entry.objects.exists()
