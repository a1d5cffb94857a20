"""Charts: the picture and the table beside it say the same, and neither needs the other."""

import pytest
from django.template import Context, Template
from lxml import html

from fingerpost.web.charts import (
    Bar,
    BarChart,
    StackedChart,
    StackedRow,
    draw_bars,
    draw_stacked,
    plain,
    target_at,
)

BARS = BarChart(
    "Interviews by year group",
    "Share with at least one.",
    [Bar("Year 10", 25, "25% (5 of 20)", "/list/10/"), Bar("Year 11", 80)],
    maximum=100,
    target=100,
    target_label="what is due",
    unit="%",
)
STACK = StackedChart(
    "Routes shown",
    "By route.",
    ["College", "University"],
    [StackedRow("11A", [3, 1], ["/a/", "/b/"]), StackedRow("11B", [0, 0])],
)


def drawn(tag: str, chart: object) -> html.HtmlElement:
    template = Template("{% load fingerpost %}{% " + tag + " chart %}{% " + tag + " chart %}")
    return html.fromstring(f"<main>{template.render(Context({'chart': chart}))}</main>")


@pytest.mark.parametrize(("tag", "chart"), [("bar_chart", BARS), ("stacked_chart", STACK)])
def test_a_chart_is_one_image_with_a_title_and_a_description(tag, chart):
    tree = drawn(tag, chart)
    image = tree.xpath("//*[@role='img']")[0]
    title, about = image.get("aria-labelledby"), image.get("aria-describedby")
    assert tree.xpath(f"string(//*[@id='{title}'])") == chart.title
    assert tree.xpath(f"string(//*[@id='{about}'])").startswith(chart.description)
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers)), "two charts on a page share an identifier"


@pytest.mark.parametrize(("tag", "chart"), [("bar_chart", BARS), ("stacked_chart", STACK)])
def test_a_chart_carries_no_inline_style_for_the_content_policy_to_refuse(tag, chart):
    assert not drawn(tag, chart).xpath("//@style")


def test_the_table_beside_bars_has_every_figure_and_its_link():
    table = drawn("bar_chart", BARS).xpath("//table")[0]
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
        ["Year 10", "25% (5 of 20), Year 10"],
        ["Year 11", "80%, Year 11"],
    ]
    assert table.xpath(".//a/@href") == ["/list/10/"]
    assert table.xpath("string(caption)") == BARS.title


def test_the_table_beside_stacked_bars_has_every_part_and_the_whole():
    table = drawn("stacked_chart", STACK).xpath("//table")[0]
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows == [["11A", "3", "1", "4"], ["11B", "0", "0", "0"]]


def test_bars_are_as_wide_as_their_share_of_the_scale():
    assert [row.rects[0].width for row in draw_bars(BARS)] == ["25.00%", "80.00%"]
    assert target_at(BARS) == "100.00%"


def test_a_bar_never_leaves_the_picture():
    chart = BarChart("t", "d", [Bar("over", 150), Bar("under", -5)], maximum=100)
    assert [row.rects[0].width for row in draw_bars(chart)] == ["100.00%", "0.00%"]


def test_parts_follow_one_another_and_fill_the_bar():
    first, empty = draw_stacked(STACK)
    assert [(part.x, part.width) for part in first.rects] == [
        ("0.00%", "75.00%"),
        ("75.00%", "25.00%"),
    ]
    assert list(empty.rects) == []


def test_counts_can_be_compared_where_bars_are_not_shares():
    chart = StackedChart("t", "d", ["a"], [StackedRow("x", [10]), StackedRow("y", [5])], False)
    assert [row.rects[0].width for row in draw_stacked(chart)] == ["100.00%", "50.00%"]


def test_a_long_label_is_there_whole():
    long = "Supported internship (for young people with an education, health and care plan)"
    chart = BarChart("t", "d", [Bar(long, 3), Bar("b", 1)])
    words = drawn("bar_chart", chart).xpath("(//*[@role='img'])[1]/div/span/text()")
    assert words == [long, "3", "b", "1"]


def test_an_empty_chart_is_drawn():
    assert drawn("bar_chart", BarChart("t", "d", [])).xpath("//*[@role='img']")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(1234, "", "1,234"), (12.34, "%", "12.3%"), (3, "hours", "3 hours"), (2.0, "", "2")],
)
def test_numbers_are_written_for_people(value, unit, words):
    assert plain(value, unit) == words
