"""The governors' report: one structure, as a page and as a tagged PDF, naming nobody."""

import datetime as dt
import io
from itertools import pairwise

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fingerpost.accounts.enums import Role
from fingerpost.common.academic_year import AcademicYear
from fingerpost.common.report_days import a_year_before, report_before, report_days
from fingerpost.ledger import bridge, services
from fingerpost.reports.presenters.governors import governors_report
from fingerpost.reports.presenters.in_short import in_short
from fingerpost.reports.presenters.pdf import as_pdf
from fingerpost.reports.presenters.report import Breakdown, Line, Part
from fingerpost.rules import findings
from fingerpost.students.models import Student
from tests.factories import people

TODAY = timezone.localdate()


@pytest.fixture
def demonstration(db):
    """A demonstration school of 40 in Years 10 and 11; 25 have had an interview, 3 in Year 11."""
    school = people.school(is_demonstration=True)
    tens = [people.student(school, year_group=10) for _ in range(30)]
    elevens = [people.student(school, year_group=11) for _ in range(10)]
    seen = [*tens[:22], *elevens[:3]]
    services.record(
        [
            services.Line(one, "guidance_interview", TODAY.replace(day=1), is_independent=True)
            for one in seen
        ],
        by=None,
    )
    return school


def _pdf(content):
    return pikepdf.open(io.BytesIO(content))


def _elements(node, found=None):
    """Every structure element of a tagged PDF, from the top."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Array):
        for child in node:
            _elements(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            _elements(node["/K"], found)
    return found


def _tagged(pdf, kind):
    return [one for one in _elements(pdf.Root.StructTreeRoot) if str(one["/S"]) == f"/{kind}"]


def _scope(cell):
    attributes = cell.get("/A", [])
    every = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return {str(one["/Scope"]) for one in every if "/Scope" in one}


@pytest.fixture
def pdf(demonstration):
    return _pdf(as_pdf(governors_report(demonstration, TODAY)))


def test_the_pdf_declares_itself_tagged_british_and_pdf_ua(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    about = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "governors" in about


def test_every_figure_of_the_pdf_has_words_that_stand_for_it(pdf):
    figures = _tagged(pdf, "Figure")
    assert len(figures) >= 5
    assert all(len(str(one["/Alt"])) > 20 for one in figures)


def test_every_heading_cell_of_the_pdf_says_what_it_heads(pdf):
    cells = _tagged(pdf, "TH")
    assert cells
    assert all(_scope(one) for one in cells)
    assert len(_tagged(pdf, "Table")) > len(_tagged(pdf, "Figure"))


def test_every_row_of_the_pdf_begins_with_a_cell_that_heads_it(pdf):
    bodies = _tagged(pdf, "TBody")
    assert len(bodies) == len(_tagged(pdf, "Table"))
    for body in bodies:
        rows = [one for one in _elements(body) if str(one["/S"]) == "/TR"]
        assert rows
        for row in rows:
            cells = [one for one in _elements(row["/K"]) if str(one["/S"]) in ("/TH", "/TD")]
            assert _scope(cells[0]) == {"/Row"}
            assert {str(one["/S"]) for one in cells[1:]} == {"/TD"}


def test_every_font_of_the_pdf_is_embedded(pdf):
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    described = [one for one in fonts if one.get("/Type") == "/FontDescriptor"]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)


def test_every_chart_also_stands_as_a_table_in_the_page(client_of, demonstration):
    page = client_of(Role.GOVERNOR, school=demonstration).get(reverse("reports:governors"))
    text = page.content.decode()
    assert text.count("Show as a table") == text.count("<figure")


def test_the_report_names_no_student(client_of, demonstration):
    client = client_of(Role.GOVERNOR, school=demonstration)
    page = client.get(reverse("reports:governors")).content.decode()
    answer = client.get(reverse("reports:governors_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    said = page + _text(answer.content)
    assert "guidance interview" in said
    for one in Student.objects.filter(school=demonstration):
        assert one.given_name not in said
        assert one.family_name not in said


def _text(content):
    """Everything a PDF says, from the words its fonts map glyphs to and its alternative texts."""
    pdf = _pdf(content)
    alts = [str(one["/Alt"]) for one in _tagged(pdf, "Figure")]
    return " ".join([*alts, str(pdf.docinfo.get("/Title", ""))]) + _plain_source(content)


def _plain_source(content):
    import shutil
    import subprocess

    if not shutil.which("pdftotext"):
        return ""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def test_small_groups_are_hidden_whoever_opens_the_report(demonstration):
    report = governors_report(demonstration, TODAY)
    [section] = [one for one in report.sections if one.name == "interviews"]
    by_year = section.breakdowns[0]
    assert [part.figure for part in by_year.parts] == ["Small group: not shown"] * 2


def test_made_up_data_say_so_on_every_figure(client_of, demonstration):
    page = client_of(Role.GOVERNOR, school=demonstration).get(reverse("reports:governors"))
    tree = html.fromstring(page.content)
    captions = [one.text_content() for one in tree.cssselect("figure figcaption")]
    assert len(captions) > len(page.context["sections"])
    assert all("Made-up data" in one for one in captions)
    assert governors_report(demonstration, TODAY).note == "Made-up data"


def test_a_real_school_is_not_called_made_up(school):
    people.student(school)
    assert governors_report(school, TODAY).note == ""


def test_a_figure_on_the_wrong_side_asks_for_a_decision(demonstration):
    report = governors_report(demonstration, TODAY)
    assert report.lines["independence"].state == "met"
    assert report.lines["duty"].state == "decision"
    asked = {one.source for one in report.decisions}
    assert len(report.decisions) == sum(one.state == "decision" for one in report.lines.values())
    assert all(asked)


def test_the_report_of_an_empty_school_can_be_read(school):
    assert as_pdf(governors_report(school, TODAY)).startswith(b"%PDF")


def test_every_line_of_the_report_names_a_measure_in_force():
    for one in findings(TODAY):
        assert bridge.find(one.measure, TODAY), one.measure


def test_the_report_is_for_governors_and_those_who_steer(client_of):
    assert client_of(Role.TUTOR).get(reverse("reports:governors")).status_code == 403
    assert client_of(Role.SENIOR_LEADER).get(reverse("reports:governors")).status_code == 200


def test_a_year_before_the_29th_of_february_is_the_28th():
    assert a_year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)


def test_the_summary_answers_what_a_governor_asks_first(demonstration):
    owed, behind, changed, *_ = governors_report(demonstration, TODAY).summary
    assert "duty of 2012 is not met" in owed.said[0].sentence
    assert "decision" in owed.said[-1].sentence
    assert "behind" in behind.question
    assert changed.said[0].sentence == (
        "There is too little in the ledger to compare with a year ago."
    )


def test_the_summary_tells_what_has_moved_since_the_last_report(school):
    year = AcademicYear.of(TODAY).start
    day, before = dt.date(year, 3, 1), dt.date(year, 1, 1)
    students = [
        people.student(school, year_group=11, joined_on=dt.date(year - 1, 9, 1)) for _ in range(40)
    ]
    for when, seen in ((dt.date(year - 1, 12, 1), students[:10]), (day, students[10:30])):
        lines = [services.Line(one, "guidance_interview", when) for one in seen]
        services.record(lines, by=None)
    since = governors_report(school, day).summary[-1]
    assert since.question == f"What has changed since the report of 1 January {year}?"
    assert report_before(day) == before
    [said] = since.said
    assert said.sentence == "Years 9 to 11: have had a guidance interview: up 42 points."


def test_the_first_report_of_a_school_year_is_compared_with_a_year_ago_only(school):
    people.student(school)
    questions = [one.question for one in governors_report(school, dt.date(2026, 11, 1)).summary]
    assert questions[-1] == "What has changed in a year?"
    assert in_short({}, [], TODAY)[3].said[0].sentence == (
        "There is too little in the ledger to compare with the last report."
    )


def test_the_report_before_is_one_of_the_fixed_days():
    for day in (TODAY, TODAY.replace(day=1), dt.date(2026, 9, 1), dt.date(2026, 12, 2)):
        assert report_before(day) < day
        assert report_before(day) in report_days(day)
    assert report_before(dt.date(2026, 12, 2)) == dt.date(2026, 12, 1)
    assert report_before(dt.date(2026, 12, 1)) == dt.date(2026, 11, 1)
    assert report_before(dt.date(2026, 11, 1)) == dt.date(2026, 8, 1)


def _line(points, since=None):
    return Line("a", "Met an employer", "", "", share=50.0, points=points, points_since=since)


def _parts(*shares):
    return tuple(Part(f"Year {n}", f"{share}%", share) for n, share in enumerate(shares, 7))


def test_the_summary_names_the_group_that_has_had_least():
    of = Breakdown("All, by year group", "", "Year group", _parts(40.0, 80.0, None, 10.0))
    alike = Breakdown("All, by sex", "", "Sex", _parts(50.0, 50.0))
    [said] = in_short({}, [of, alike], TODAY)[1].said
    assert said.sentence == (
        "Year group: “Year 10” has had least: 10.0%. “Year 8” has had most: 80.0%."
    )
    assert "No group" in in_short({}, [alike], TODAY)[1].said[0].sentence


def test_the_summary_tells_the_largest_changes():
    lines = {str(number): _line(number) for number in (1, 0, -9, 4, 2)}
    said = [one.sentence for one in in_short(lines, [], TODAY)[2].said]
    assert [one.rpartition(": ")[2] for one in said] == [
        "down 9 points on a year ago.",
        "up 4 points on a year ago.",
        "up 2 points on a year ago.",
    ]
    unchanged = in_short({"a": _line(0)}, [], TODAY)[2].said[0].sentence
    assert unchanged == "No figure has changed on a year ago."
    still = in_short({"a": _line(0, 0)}, [], TODAY)[3].said[0].sentence
    assert still == "No figure has changed since."


def test_every_entry_of_the_contents_leads_somewhere(client_of, demonstration):
    page = client_of(Role.GOVERNOR, school=demonstration).get(reverse("reports:governors"))
    tree = html.fromstring(page.content)
    wanted = [link.get("href")[1:] for link in tree.cssselect(".fp-contents a")]
    assert len(wanted) == len(page.context["sections"]) + 2
    assert all(tree.get_element_by_id(one) is not None for one in wanted)


def test_governors_choose_among_fixed_days_and_leaders_may_ask_for_today(client_of, demonstration):
    governor = client_of(Role.GOVERNOR, school=demonstration)
    address = reverse("reports:governors")
    for asked in (TODAY, TODAY - dt.timedelta(days=40), TODAY.replace(day=2)):
        page = governor.get(address, {"as_of": asked.isoformat()})
        assert page.context["report"].as_of.day == 1
        assert page.context["report"].as_of <= max(asked, TODAY.replace(day=1))
    offered = dict(page.context["filter_form"].fields["as_of"].choices)
    assert all(one.endswith("-01") for one in offered)
    leader = client_of(Role.SENIOR_LEADER, school=demonstration)
    assert leader.get(address).context["report"].as_of == TODAY


def test_the_pdf_stands_on_the_same_days(client_of, demonstration):
    answer = client_of(Role.GOVERNOR, school=demonstration).get(
        reverse("reports:governors_pdf"), {"as_of": TODAY.replace(day=2).isoformat()}
    )
    assert f"{TODAY.replace(day=1)}.pdf" in answer["Content-Disposition"]


def test_no_two_reports_differ_by_a_small_group(demonstration):
    """Every number of every report a governor can open, each against the same one of the others."""
    threshold = bridge.small_group(TODAY)
    services.record(
        [services.Line(one, "employer_talk", day) for one, day in _trickle(demonstration)], by=None
    )
    shown = {}
    for day in report_days(TODAY):
        report = governors_report(demonstration, day)
        parts = [
            ((section.name, breakdown.title, part.label), part.opens.number)
            for section in report.sections
            for breakdown in section.breakdowns
            for part in breakdown.parts
        ]
        lines = [(name, line.opens.number) for name, line in report.lines.items()]
        for key, number in [*parts, *lines]:
            if number is not None:
                shown.setdefault(key, set()).add(number)
    assert any(len(numbers) > 1 for numbers in shown.values())
    for numbers in shown.values():
        assert all(b - a >= threshold for a, b in pairwise(sorted(numbers)))


def _trickle(school):
    """Four students meet an employer before each of the latest days of reports."""
    students = list(Student.objects.filter(school=school, year_group=10))
    days = report_days(TODAY)[:6]
    return [
        (student, day - dt.timedelta(days=1))
        for number, day in enumerate(days)
        for student in students[4 * number : 4 * number + 4]
    ]


def test_a_figure_opens_a_list_for_leaders_and_its_working_out_for_governors(
    client_of, demonstration
):
    address = reverse("reports:governors")
    for role, page_name in (
        (Role.GOVERNOR, "ledger:working_out"),
        (Role.SENIOR_LEADER, "ledger:measure_students"),
    ):
        client = client_of(role, school=demonstration)
        line = client.get(address).context["report"].lines["independence"]
        measure = line.opens.url.split("/")[2]
        assert line.opens.url.startswith(reverse(page_name, args=[measure]))
        assert client.get(line.opens.url).status_code == 200
