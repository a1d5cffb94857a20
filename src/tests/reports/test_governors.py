"""The governors' report: one structure, as a page and as a tagged PDF, naming nobody."""

import datetime as dt
import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.enums import Role
from fingerpost.common.report_days import a_year_before
from fingerpost.ledger import bridge, services
from fingerpost.reports.presenters.governors import governors_report
from fingerpost.reports.presenters.pdf import as_pdf
from fingerpost.rules import findings
from tests.factories import people

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _nothing_kept():
    bridge.forget()
    yield
    bridge.forget()


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
    from fingerpost.students.models import Student

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
    assert all(
        "Made-up data" in one.description for _, all_ in page.context["sections"] for one in all_
    )
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
