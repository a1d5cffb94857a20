"""The published assessment: loaded by a command, answered like our own, scored by its own keys."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.exchange.assessment import STATEMENTS, TRAITS
from fingerpost.ledger.models import Entry
from fingerpost.pathways import bridge
from fingerpost.pathways.models import PublishedAnswers, PublishedAssessment

pytestmark = pytest.mark.django_db
FAMILIES = sorted({field for one in bridge.base().occupations for field in one.fields})
TRAITS_TEXT = (
    "trait,description,job_categories\n"
    f"Maker,you like making things,{FAMILIES[0]} | {FAMILIES[1]}\n"
    f"Carer,you like caring,{FAMILIES[1]} | {FAMILIES[2]}\n"
)
STATEMENTS_TEXT = (
    "statement,impact,trait\n"
    "I make things,Positive,Maker\n"
    "I never mend things,Negative,Maker\n"
    "I look after people,Positive,Carer\n"
)
SHARED = Path(__file__).parents[4] / "shared" / "data"
RESULTS = reverse("occupations:published_for_me")
SHEET = reverse("occupations:published_sheet", args=[1])


def load(folder, statements=STATEMENTS_TEXT, traits=TRAITS_TEXT):
    (folder / STATEMENTS).write_text(statements, encoding="utf-8")
    (folder / TRAITS).write_text(traits, encoding="utf-8")
    out = StringIO()
    call_command("load_assessment", folder, stdout=out)
    return out.getvalue()


@pytest.fixture
def student(client_of):
    return client_of(Role.STUDENT)


def test_nothing_is_offered_until_it_is_loaded(student, tmp_path):
    explore = reverse("occupations:explore")
    assert RESULTS not in student.get(explore).content.decode()
    assert student.get(RESULTS).status_code == 404
    assert "3 statements about 2 traits loaded." in load(tmp_path)
    assert "already here" in load(tmp_path)
    assert RESULTS in student.get(explore).content.decode()
    assert "National Careers Service" in student.get(RESULTS).content.decode()


def test_answers_lead_by_the_keys_to_families_each_with_its_reason(student, tmp_path):
    load(tmp_path)
    student.post(SHEET, {"0": "5", "then": "later"})
    assert student.get(SHEET).context["form"]["0"].initial == 5
    # Disagreeing with a statement that speaks against a trait speaks for it.
    student.post(SHEET, {"1": "1", "2": "3"})
    page = student.get(RESULTS)
    assert page.context["traits"] == [("Maker", "you like making things")]
    families = {card.fields.split(", ")[0] for card in page.context["cards"]}
    assert len(page.context["cards"]) == 12
    assert all("Maker" in card.because for card in page.context["cards"])
    assert len(families) > 1
    assert Entry.objects.filter(kind="self_assessment").count() == 1


def test_answering_again_keeps_what_was_said_before(student, tmp_path):
    load(tmp_path)
    student.post(SHEET, {"0": "5", "1": "1", "2": "1"})
    student.post(SHEET, {"0": "1", "1": "5", "2": "5"})
    page = student.get(RESULTS)
    assert [name for name, _ in page.context["traits"]] == ["Carer"]
    assert [names for _, names in page.context["before"]] == ["Maker"]
    assert PublishedAnswers.objects.count() == 2


def test_a_question_left_out_is_named(student, tmp_path):
    load(tmp_path)
    assert student.post(SHEET, {"0": "5", "2": "1"}).url == SHEET
    assert (
        "You left out “I never mend things”. Answer it here." in student.get(SHEET).content.decode()
    )


def test_all_in_the_middle_leads_nowhere_in_particular(student, tmp_path):
    load(tmp_path)
    student.post(SHEET, {"0": "3", "1": "3", "2": "3"})
    assert student.get(RESULTS).context["cards"] == []
    assert "about the same" in student.get(RESULTS).content.decode()


@pytest.mark.parametrize(
    ("statements", "traits", "says"),
    [
        (STATEMENTS_TEXT.replace("Negative", "Maybe"), TRAITS_TEXT, f"{STATEMENTS}, Line 3: "),
        (STATEMENTS_TEXT.replace("Carer", "Baker"), TRAITS_TEXT, f"{STATEMENTS}, Line 4: "),
        (STATEMENTS_TEXT, TRAITS_TEXT.replace("Maker,you like", ",you like"), "Line 2"),
        ("statement,trait\nI make,Maker\n", TRAITS_TEXT, "no column “impact”"),
        (STATEMENTS_TEXT + "I make things,Positive,Carer\n", TRAITS_TEXT, "second time"),
    ],
)
def test_wrong_files_are_refused_with_the_line_and_nothing_is_kept(
    tmp_path, statements, traits, says
):
    with pytest.raises(CommandError) as refused:
        load(tmp_path, statements, traits)
    assert says in str(refused.value)
    assert not PublishedAssessment.objects.exists()


def test_no_way_in_is_crowded_out_by_the_keys(student):
    if not SHARED.exists():
        pytest.skip("The published files are not in this folder.")
    out = StringIO()
    call_command("load_assessment", SHARED, stdout=out)
    assert "40 statements about 8 traits loaded." in out.getvalue()
    assert "No occupation here" not in out.getvalue()
    assessment = PublishedAssessment.objects.get()
    for trait in assessment.traits:
        led = bridge.led_to(assessment, (trait["name"],), 12)
        assert len({one.because for one in led}) >= min(3, len(trait["families"]))
        routes = {route for one in led for route in bridge.routes_of(one.occupation)}
        assert routes & {"apprenticeship", "higher_apprenticeship"}
        assert routes & {"university"}
        assert len(routes) >= 5
