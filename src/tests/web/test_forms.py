"""Fields on a page: every control has its label, and its hint and error are tied to it."""

import datetime

import pytest
from django import forms
from django.template import Context, Template
from lxml import html

from fingerpost.web.forms import DateInput, HintedRadios, error_links


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the roll")
    notes = forms.CharField(
        label="Notes", required=False, widget=forms.Textarea(attrs={"data-maxlength": "50"})
    )
    due_on = forms.DateField(label="By when", widget=DateInput, required=False)
    route = forms.ChoiceField(
        label="Route",
        help_text="Choose one",
        choices=[("college", "College"), ("work", "Work with training")],
        widget=HintedRadios(hints={"work": "Paid"}),
    )
    sectors = forms.MultipleChoiceField(
        label="Sectors",
        required=False,
        choices=[("health", "Health")],
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.BooleanField(label="I am sure", help_text="Really")
    version = forms.IntegerField(widget=forms.HiddenInput)
    word = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"class": "wide"}))
    file = forms.FileField(label="Roll file", required=False)

    def clean(self):
        raise forms.ValidationError("The two do not go together.")


def page(form: forms.BaseForm) -> html.HtmlElement:
    return html.fromstring(f"<main>{form}</main>")


def by_id(tree: html.HtmlElement, identifier: str) -> html.HtmlElement:
    found = tree.xpath(f"//*[@id='{identifier}']")
    assert len(found) == 1, identifier
    return found[0]


def described_by(tree: html.HtmlElement, element: html.HtmlElement) -> str:
    return " ".join(
        by_id(tree, part).text_content().strip()
        for part in element.get("aria-describedby", "").split()
    )


def test_every_control_has_a_label_of_its_own():
    for tree in (page(Sample()), page(Sample({}))):
        for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            labels = tree.xpath(f"//label[@for='{control.get('id')}']")
            assert len(labels) == 1, control.get("name")


def test_no_identifier_is_used_twice():
    found = page(Sample({})).xpath("//@id")
    assert len(found) == len(set(found))


def test_a_hint_and_an_error_are_read_out_with_their_control():
    tree = page(Sample({}))
    said = described_by(tree, by_id(tree, "id_name"))
    assert "As on the roll" in said
    assert "Fill in “Name”." in said
    assert by_id(tree, "id_name").get("aria-invalid") == "true"


def test_choices_are_a_group_whose_legend_hint_and_error_are_read_out():
    tree = page(Sample({}))
    group = by_id(tree, "id_route_0").xpath("ancestor::fieldset")[0]
    assert group.xpath("string(legend)").strip() == "Route"
    said = described_by(tree, group)
    assert "Choose one" in said
    assert "Choose an answer for “Route”." in said
    assert described_by(tree, by_id(tree, "id_route_1")) == "Paid"


def test_the_error_summary_links_every_error_to_its_control():
    tree = page(Sample({}))
    links = tree.xpath("//*[contains(@class,'govuk-error-summary')]//a/@href")
    assert {"#id_name", "#id_route_0", "#id_sure", "#id_word"} == set(links)
    for link in links:
        by_id(tree, link[1:])


def test_the_error_summary_shows_errors_of_the_whole_form_and_of_hidden_fields():
    sentences = dict(error_links(Sample({})))
    assert sentences["The two do not go together."] == ""
    assert any(sentence.startswith("Version: ") for sentence in sentences)


def test_a_form_without_errors_has_no_error_summary():
    assert not page(Sample()).xpath("//*[contains(@class,'govuk-error-summary')]")


def test_errors_of_every_form_of_a_set_are_listed():
    Rows = forms.formset_factory(Sample, extra=0)
    rows = Rows({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-1-sure": "on"})
    links = [href for _, href in error_links(rows)]
    assert "#id_form-1-name" in links


def test_only_fields_that_may_be_left_out_say_optional():
    tree = page(Sample())
    labels = {
        label.text_content().strip() for label in tree.xpath("//label|//legend") if label.text
    }
    assert {"Notes (optional)", "By when (optional)", "Sectors (optional)", "Name"} <= labels
    assert "I am sure" in labels


def test_a_filter_does_not_call_its_fields_optional(rf):
    class Filter(forms.Form):
        q = forms.CharField(label="Name", required=False)

    template = Template("{% load fingerpost %}{% filter_bar form %}")
    drawn = template.render(Context({"form": Filter(), "request": rf.get("/roll/", {"q": "a"})}))
    assert "optional" not in drawn
    assert "Clear" in drawn
    assert html.fromstring(drawn).get("action") == "/roll/"


def test_a_date_is_shown_as_the_browser_control_needs_it():
    tree = page(Sample(initial={"due_on": datetime.date(2026, 3, 1)}))
    control = by_id(tree, "id_due_on")
    assert (control.get("type"), control.get("value")) == ("date", "2026-03-01")


def test_a_class_given_to_a_widget_is_kept_beside_ours():
    classes = by_id(page(Sample()), "id_word").get("class").split()
    assert "wide" in classes
    assert "govuk-input" in classes


def test_the_browser_is_not_left_to_complain_in_its_own_words():
    assert not page(Sample()).xpath("//@required")


def test_what_someone_typed_is_escaped():
    form = Sample({"name": '"><script>alert(1)</script>', "notes": "</textarea><b>"})
    drawn = str(form)
    assert "<script>" not in drawn
    assert "</textarea><b>" not in drawn


def test_a_choice_stays_chosen():
    tree = page(Sample({"route": "work", "sectors": ["health"], "sure": "on"}))
    for identifier in ("id_route_1", "id_sectors_0", "id_sure"):
        assert "checked" in by_id(tree, identifier).attrib


def test_a_text_with_a_limit_says_so_without_a_script():
    tree = page(Sample())
    assert "up to 50 characters" in described_by(tree, by_id(tree, "id_notes"))


@pytest.mark.parametrize("own", ["Tell us your name.", "Give the name on the roll."])
def test_a_field_keeps_its_own_sentence_when_it_is_empty(own):
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": own})

    assert own in str(Own({}))


def test_what_is_too_long_or_no_link_is_told_in_plain_words():
    class Short(forms.Form):
        name = forms.CharField(max_length=5)
        link = forms.URLField(assume_scheme="https")

    form = Short({"name": "too long", "link": "no link"})
    assert form["name"].errors == ["Use 5 letters or fewer. There are 8."]
    assert form["link"].errors == ["Check the link. It should look like www.example.org."]
