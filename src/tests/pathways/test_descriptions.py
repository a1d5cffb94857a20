"""Descriptions of occupations: loaded by a command, shown with credit, missed by no page."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from fingerpost.accounts.enums import Role
from fingerpost.audit.models import Event
from fingerpost.pathways.models import Description

pytestmark = pytest.mark.django_db
FARRIER = {
    "slug": "farrier",
    "description": "Farriers <shoe> horses.",
    "tasks": ["trimming hooves"],
    "location": ["at a stable"],
    "career_path": "You could teach.\nYou could travel.",
}


def load(folder, profiles, **options):
    """Write profiles as the published file lays them out and load them."""
    text = profiles if isinstance(profiles, str) else json.dumps(profiles, indent=1)
    (folder / "job_profiles.json").write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("load_pathways", folder, stdout=out, **options)
    return out.getvalue()


def page(client, slug="farrier"):
    return client.get(reverse("occupations:occupation", args=[slug])).content.decode()


def test_a_page_shows_what_is_loaded_with_credit_and_date(tmp_path, client_of):
    student = client_of(Role.STUDENT)
    assert "What it is like" not in page(student)
    load(tmp_path, [FARRIER], dated="November 2020")
    shown = page(student)
    assert "Farriers &lt;shoe&gt; horses." in shown
    assert "Trimming hooves" in shown
    assert "National Careers Service" in shown
    assert "(November 2020)" in shown
    assert "What it is like" not in page(student, "vet")


def test_without_a_date_the_day_of_loading_is_told(tmp_path, client_of):
    load(tmp_path, [FARRIER])
    assert "(loaded on " in page(client_of(Role.STUDENT))


def test_loading_again_brings_up_to_date_and_adds_nothing(tmp_path):
    assert "1 descriptions loaded, 1 of them new." in load(tmp_path, [FARRIER])
    said = load(tmp_path, [FARRIER | {"description": "Farriers care for hooves."}])
    assert "1 descriptions loaded, 0 of them new." in said
    assert Description.objects.get().summary == "Farriers care for hooves."
    assert Event.objects.filter(deed="imported").count() == 2


def test_an_occupation_that_is_not_here_is_named_and_left_out(tmp_path):
    said = load(tmp_path, [FARRIER, FARRIER | {"slug": "wizard"}])
    assert "1 are of no occupation here: wizard." in said
    assert Description.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[\n{\"slug\": \"farrier\",\n oops}]", "Line 3: Expecting"),
        ('[\n{"slug": "farrier"}\n]', "Line 2, profile 1: “description” of farrier is empty."),
        ('[{"slug": "farrier", "description": ["x"]}]', "has to be text"),
        ('[{"slug": "vet", "description": "x", "tasks": "y"}]', "has to be a list of texts"),
        ('[{"slug": "vet", "description": "x"},\n{"slug": "vet", "description": "x"}]',
         "Line 2, profile 2: “vet” is there a second time."),
        ("slug,title", "Line 1: this is no list of job profiles."),
        ("[\n\n", "Line 3: the file ends in the middle of the list."),
        ("[]", "Line 1: the list is empty."),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_and_reason_and_nothing_changes(tmp_path, text, reason):
    load(tmp_path, [FARRIER])
    with pytest.raises(CommandError) as refusal:
        load(tmp_path, text)
    assert reason in str(refusal.value)
    assert Description.objects.get().summary == FARRIER["description"]


def test_a_folder_without_the_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"There is no job_profiles\.json"):
        call_command("load_pathways", tmp_path)


def test_how_long_the_work_takes_to_learn_is_told(client_of):
    assert "How long it takes to learn" in page(client_of(Role.STUDENT))
