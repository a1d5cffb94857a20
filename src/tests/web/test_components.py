"""The parts pages are made of."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from lxml import html

from fingerpost.web.style_guide import examples
from fingerpost.web.tables import Cell, Column, Row, Table

# No addresses of the rest of Fingerpost: components stand on their own.
urlpatterns: list = []
pytestmark = pytest.mark.urls(__name__)


def part(source: str, request=None, **context) -> html.HtmlElement:
    template = Template("{% load fingerpost %}<main>" + source + "</main>")
    return html.fromstring(template.render(Context({"request": request, **context})))


TABLE = Table(
    "Students",
    [Column("Name", sort="name"), Column("Interviews", sort="interviews", number=True)],
    [Row([Cell("Amina", url="/s/1/"), 2], key="1"), Row(["Ben <b>", None], key="2")],
    tick="student",
)


def test_a_table_has_a_caption_and_headings_for_columns_and_rows(rf):
    tree = part("{% data_table table %}", rf.get("/"), table=TABLE)
    assert tree.xpath("string(//caption)") == "Students"
    assert len(tree.xpath("//thead//th[@scope='col']")) == 3
    assert [head.text_content() for head in tree.xpath("//tbody//th[@scope='row']")] == [
        "Amina",
        "Ben <b>",
    ]


def test_cells_carry_their_column_for_small_screens(rf):
    tree = part("{% data_table table %}", rf.get("/"), table=TABLE)
    assert tree.xpath("//tbody//td/@data-label") == ["Interviews", "Interviews"]


def test_a_card_leaves_out_what_is_not_there_and_names_what_needs_no_heading(rf):
    columns = [Column("Name"), Column("Group", plain=True), Column("Cost", number=True)]
    rows = [["Amina", "11A", 0], ["Ben", None, "–"], ["Cay", Cell(tag="None yet"), Cell(number=0)]]
    tree = part("{% data_table table %}", rf.get("/"), table=Table("Some", columns, rows))
    assert [cell.get("class").split() for cell in tree.xpath("//tbody//td")] == [
        *(["fp-table__plain"], ["fp-table__number"]),
        *(["fp-table__plain", "fp-table__none"], ["fp-table__number", "fp-table__none"]),
        *(["fp-table__plain"], ["fp-table__number"]),
    ]


class Narrowing(forms.Form):
    """Three fields that narrow a list."""

    kind = forms.CharField(required=False)
    after = forms.CharField(required=False)
    words = forms.CharField(required=False)


@pytest.mark.parametrize(("query", "folds"), [({}, True), ({"words": "bus"}, False)])
def test_a_long_filter_folds_on_a_phone_until_it_narrows_something(rf, query, folds):
    form = Narrowing(query)
    tree = part("{% filter_bar form %}", rf.get("/", query), form=form)
    (fold,) = tree.xpath("//form//details[@open]")
    assert ("data-fold-small" in fold.attrib) == folds
    assert len(fold.xpath(".//input")) == 3


def test_a_sort_link_keeps_the_filter_and_leaves_the_page(rf):
    tree = part("{% data_table table %}", rf.get("/", {"q": "a", "page": "3"}), table=TABLE)
    assert tree.xpath("//thead//a/@href")[0] == "?q=a&sort=name"


def test_a_sorted_column_says_so_and_turns_round(rf):
    tree = part("{% data_table table %}", rf.get("/", {"sort": "name"}), table=TABLE)
    head = tree.xpath("//th[@aria-sort]")
    assert [cell.get("aria-sort") for cell in head] == ["ascending"]
    assert head[0].xpath(".//a/@href") == ["?sort=-name"]


def test_every_tick_box_says_whom_it_selects(rf):
    tree = part("{% data_table table %}", rf.get("/"), table=TABLE)
    boxes = tree.xpath("//tbody//input[@type='checkbox']")
    assert [box.get("value") for box in boxes] == ["1", "2"]
    assert [box.getparent().text_content() for box in boxes] == ["Select Amina", "Select Ben <b>"]


def test_an_empty_table_says_so(rf):
    tree = part(
        "{% data_table table %}", rf.get("/"), table=Table("None", [Column("A"), Column("B")], [])
    )
    assert tree.xpath("string(//tbody//td[@colspan='2'])") == "Nothing to show."


def test_a_row_that_does_not_fit_its_columns_is_refused(rf):
    with pytest.raises(ValueError, match="zip"):
        part("{% data_table table %}", rf.get("/"), table=Table("T", [Column("A")], [["a", "b"]]))


def test_pages_keep_the_rest_of_the_address(rf):
    page = Paginator(range(95), 10).page(4)
    tree = part("{% pagination page what='students' %}", rf.get("/", {"q": "a"}), page=page)
    assert "?q=a&page=5" in tree.xpath("//a[@rel='next']/@href")
    assert tree.xpath("//a[@aria-current='page']")[0].text_content() == "4"
    assert "Showing 31 to 40 of 95 students" in tree.text_content()


def test_one_page_needs_no_links(rf):
    tree = part("{% pagination page %}", rf.get("/"), page=Paginator(range(5), 10).page(1))
    assert not tree.xpath("//nav")


@pytest.mark.parametrize(
    ("source", "words", "width"),
    [
        ("{% meter 'A' 3 5 %}", "3 of 5", "60.00%"),
        ("{% meter 'A' 62.5 %}", "62.5%", "62.50%"),
        ("{% meter 'A' 9 5 %}", "9 of 5", "100.00%"),
        ("{% meter 'A' 0 0 %}", "0 of 0", "0.00%"),
        ("{% meter 'A' nothing %}", "Not known", "0.00%"),
    ],
)
def test_a_meter_says_in_words_what_it_shows(source, words, width):
    tree = part(source, nothing=None)
    assert tree.xpath("string(//*[@class='fp-meter__text'])") == words
    assert tree.xpath("//rect/@width") == [width]
    assert tree.xpath("//svg/@aria-hidden") == ["true"]


def test_a_figure_opens_the_list_it_counts():
    tree = part("{% figure_tile 'No interview yet' 37 url='/list/' of=182 %}")
    assert tree.xpath("//a/@href") == ["/list/"]
    assert " ".join(tree.xpath("string(//a)").split()) == "No interview yet 37 of 182"
    assert tree.xpath("//a//data/@value") == ["37"]
    assert " ".join(tree.xpath("string(//*[@class='fp-tile__value'])").split()) == "37 of 182"


def test_a_next_step_shows_its_reasons_and_its_source():
    step = SimpleNamespace(
        title="Book an interview", reasons=["One", "Two"], url="/b/", action="Book", source="S"
    )
    tree = part("<ol>{% next_step_card step %}</ol>", step=step)
    assert tree.xpath("//h3/text()")[0].strip() == "Book an interview"
    assert [item.text for item in tree.xpath("//ul/li")] == ["One", "Two"]
    assert "Why we suggest it: S" in tree.text_content()


def test_two_versions_are_side_by_side_and_only_differences_ask():
    parts = [
        SimpleNamespace(name="points", label="Points", mine="a", theirs="b"),
        SimpleNamespace(name="next", label="Next", mine="same", theirs="same"),
    ]
    tree = part("{% split_view parts choose=True %}", parts=parts)
    assert tree.xpath("//input/@name") == ["keep_points"] * 3
    assert tree.xpath("//input[@checked]/@value") == ["mine"]


def test_a_summary_says_what_is_not_known():
    tree = part("{% summary_list rows %}", rows=[("Group", "11A", "/c/"), ("Named person", None)])
    assert "Not known" in tree.text_content()
    assert tree.xpath("//a")[0].text_content() == "Change Group"


def test_the_style_guide_shows_every_component_without_inline_script_or_style(rf):
    request = rf.get("/style/")
    request.viewer = None
    request.user = SimpleNamespace(is_authenticated=False)
    drawn = render_to_string("web/style_guide.html", {**examples(), "request": request})
    tree = html.fromstring(drawn)
    assert not tree.xpath("//@style|//style|//@onclick|//script[not(@src)]")
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    assert len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_neither_a_request_nor_a_database(name):
    tree = html.fromstring(render_to_string(f"{name}.html"))
    assert tree.xpath("string(//h1)")
    assert tree.xpath("//main//a/@href") == ["/"]


def base(rf, **viewer) -> html.HtmlElement:
    request = rf.get("/")
    request.viewer = SimpleNamespace(
        school=SimpleNamespace(name="Riverside", is_demonstration=viewer["demonstration"]),
        holdings=[],
    )
    request.user = SimpleNamespace(is_authenticated=True, name="Jo", pk=7)
    context = {
        "request": request,
        "title": "Start",
        "navigation": [("Start", "/", True), ("Students", "/roll/", False)],
        "messages": [SimpleNamespace(level_tag="success", __str__=lambda self: "Saved.")],
    }
    return html.fromstring(render_to_string("web/page.html", context))


@pytest.mark.parametrize("demonstration", [True, False])
def test_made_data_is_labelled_on_every_page(rf, demonstration):
    tree = base(rf, demonstration=demonstration)
    assert bool(tree.xpath("//*[@aria-label='Made data']")) is demonstration


def test_the_frame_has_a_way_past_it_and_says_where_one_is(rf):
    tree = base(rf, demonstration=False)
    assert tree.xpath("//body/a[1]/@href") == ["#main-content"]
    assert [link.text_content() for link in tree.xpath("//nav//a[@aria-current]")] == ["Start"]
    assert tree.xpath("string(//title)") == "Start – Fingerpost"
    assert tree.get("lang") == "en-GB"
    assert tree.xpath("//body/@data-person") == ["7"]
