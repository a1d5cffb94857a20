"""Pages of measures: the catalogue, a measure, the list behind a figure, coverage."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import CAREERS_LEADER, GUIDANCE, INTERVIEWS, RECORDING, STAFF
from fingerpost.accounts.viewer import Viewer, ViewerRequest
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.common.report_days import report_days
from fingerpost.students.permissions import guidance_students
from fingerpost.students.services.looks import looked_at_list
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.keys import keys_in
from fingerpost.web.paging import page_of
from fingerpost.web.tables import with_query

from . import bridge, permissions
from .forms import SIDES, CatalogueForm, CoverageForm, ListForm, SplitForm
from .presenters import coverage as coverage_page
from .presenters import measure as measure_page
from .presenters.words import SPLIT_LABELS, figure_words, number_words

PER_PAGE = 50
# More groups than this and a phone scrolls for ever; those that miss most come first.
AT_FIRST = 10
# An address has room for about this many students; a larger group is acted on in parts.
AT_ONCE = 400
ACTIONS = {
    "book": ("Book interviews", "interviews:book", INTERVIEWS),
    "timetable": ("Make a timetable", "timetables:make", CAREERS_LEADER),
    "session": ("Record a session", "programme:record", RECORDING),
    "put_down": ("Put down for a session", "programme:choose_session", RECORDING),
}


def _day(request: ViewerRequest) -> dt.date:
    """The day asked about in the address, today by default, as far as the viewer may choose."""
    try:
        asked = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        asked = None
    return permissions.day_for(request.viewer, timezone.localdate(), asked)


def _days_offered(viewer: Viewer) -> tuple[dt.date, ...]:
    """The days to choose from, for whoever may not choose freely."""
    return report_days(timezone.localdate()) if permissions.hides_small_groups(viewer) else ()


def _measure_or_404(request: ViewerRequest, name: str, on: dt.date) -> Any:
    found = bridge.find(name, on)
    if found is None or not permissions.may_ask(request.viewer, found):
        raise Http404("There is no measure of this name.")
    return found


@page(STAFF)
@require_safe
def catalogue(request: ViewerRequest) -> HttpResponse:
    """Every measure in force: what it says, where it comes from, since when."""
    words = request.GET.get("words", "").lower().split()
    found = [
        one
        for one in bridge.catalogue(_day(request))
        if permissions.may_ask(request.viewer, one)
        and all(word in f"{one.title} {one.meaning} {one.name}".lower() for word in words)
    ]
    shown = page_of(request, found, PER_PAGE)
    return render(
        request,
        "ledger/catalogue.html",
        {
            "title": "Measures",
            "lede": "Every figure in Fingerpost is one of these. Each is worked out the same way "
            "for one student, a group and the whole school.",
            "filter_form": CatalogueForm(request.GET),
            "page_of": shown,
            "table": measure_page.catalogue_table(list(shown)),
        },
    )


@page(STAFF)
@require_safe
def measure(request: ViewerRequest, name: str) -> HttpResponse:
    """One measure for the viewer's students: its figure, split as asked, with the lists."""
    viewer, on = request.viewer, _day(request)
    found = _measure_or_404(request, name, on)
    splits = permissions.splits_for(viewer)
    form = SplitForm(request.GET, splits, _days_offered(viewer))
    by = form.chosen()
    answer = bridge.question(viewer, on)
    whole = answer.figure(name)
    opens = measure_page.opens_for(viewer, on)
    return render(
        request,
        "ledger/measure.html",
        {
            "title": found.title,
            "breadcrumbs": [("Measures", reverse("ledger:catalogue"))],
            "measure": found,
            "in_force": measure_page.in_force_words(found),
            "figure": whole,
            "with_sides": opens.named and whole.counted is not None,
            "counted_url": opens.url(name, "counted"),
            "missing_url": opens.url(name, "not_counted"),
            "whole": measure_page.whole_tile(whole),
            "whole_url": opens.figure(name, whole),
            "filter_form": form,
            "chart": measure_page.split_chart(found, by, answer.split(name, by), opens),
            "protected": answer.protects,
            "threshold": bridge.small_group(on),
            "as_of": on,
        },
    )


@page(STAFF)
@require_safe
def working_out(request: ViewerRequest, name: str) -> HttpResponse:
    """How a figure came about, without names: what it opens for whoever may not see them."""
    viewer, on = request.viewer, _day(request)
    found = _measure_or_404(request, name, on)
    form = ListForm(request.GET, permissions.splits_for(viewer))
    answer = bridge.question(viewer, on)
    figures = answer.split(name, form.by) if form.by else [answer.figure(name)]
    figure = next((one for one in figures if one.group == form.group), None)
    if figure is None:
        raise Http404("There is no such group.")
    query = urlencode({"as_of": on.isoformat(), **({"by": form.by} if form.by else {})})
    return render(
        request,
        "ledger/working_out.html",
        {
            "title": f"How this figure was worked out: {found.title}",
            "breadcrumbs": [("Measures", reverse("ledger:catalogue"))],
            "measure": found,
            "measure_url": f"{reverse('ledger:measure', args=[name])}?{query}",
            "figure_words": figure_words(figure),
            "group_words": form.group_words(),
            "rows": measure_page.working_out(found, figure),
            "number": measure_page.count_of(figure, form.side),
            "protected": answer.protects,
            "threshold": bridge.small_group(on),
            "as_of": on,
        },
    )


@page(GUIDANCE)
@require_safe
def measure_students(request: ViewerRequest, name: str) -> HttpResponse:
    """The students behind a figure: those counted, those who are due it and are not, or all.

    Of a mean or a sum each has their own part beside them.
    """
    viewer, on = request.viewer, _day(request)
    found = _measure_or_404(request, name, on)
    form = _list_form(request, found)
    asked, answer = form.asked(), bridge.question(viewer, on)
    values = answer.values(name)
    students = measure_page.in_order(
        _students(viewer, answer.students(name, **asked)),
        values,
        request.GET.get("sort", "value" if found.good == "high" else "-value"),
    )
    if request.GET.get("format") == "csv":
        return _export(request, found, students, values)
    looked_at_list(
        by=viewer.person,
        school=viewer.school,
        label=", ".join(filter(None, (form.heading(found), form.group_words()))),
        query=request.GET.urlencode(),
        students=len(students),
    )
    shown, actions = page_of(request, students, PER_PAGE), _actions(request)
    return render(
        request,
        "ledger/students.html",
        {
            "title": form.heading(found),
            "breadcrumbs": [
                ("Measures", reverse("ledger:catalogue")),
                (found.title, reverse("ledger:measure", args=[name])),
            ],
            "meaning": form.meaning(found),
            "total": len(students),
            "average": _average(found, [values[one.pk] for one in students if one.pk in values]),
            "other_sides": _other_sides(request, form.side),
            "group_words": form.group_words(),
            "page_of": shown,
            "table": measure_page.students_table(list(shown), values, tick=bool(actions)),
            "actions": actions,
            "hidden": [("name", name), *form.as_pairs(), ("as_of", on.isoformat())],
            "csv_url": with_query(request.GET, format="csv", page=None),
        },
    )


def _other_sides(request: ViewerRequest, side: str) -> list[tuple[str, str]]:
    """Words and address of the other lists of the same figure."""
    return [
        (f"Show: {label[0].lower()}{label[1:]}", with_query(request.GET, side=key, page=None))
        for key, label in SIDES.items()
        if key != side
    ]


def _list_form(request: ViewerRequest, found: Any) -> ListForm:
    """Which list is asked for; of a mean or a sum, usually everybody with their part."""
    usual = "counted" if found.unit == "students" else "asked"
    return ListForm(request.GET, permissions.splits_for(request.viewer), usual)


def _average(found: Any, values: list[float]) -> str:
    """What the students of a list have on average or together; empty for a share."""
    if not values:
        return ""
    if found.unit == "mean":
        return f"{number_words(sum(values) / len(values))} on average"
    return f"{number_words(sum(values))} together"


def _students(viewer: Viewer, ids: Iterable[int]) -> list[Any]:
    """These students in the order of the roll, none whom the viewer may not see."""
    wanted = set(ids)
    seen = guidance_students(viewer).select_related("tutor_group")
    return [one for one in seen if one.pk in wanted] if wanted else []


def _export(
    request: ViewerRequest, found: Any, students: list[Any], values: Mapping[int, float]
) -> HttpResponse:
    viewer, side = request.viewer, _list_form(request, found).side
    rows = [
        [
            one.name,
            one.year_group,
            one.tutor_group.name if one.tutor_group else "",
            *([values.get(one.pk, 0)] if values else []),
        ]
        for one in students
    ]
    headings = ["Name", "Year group", "Tutor group", *([found.title] if values else [])]
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        school=viewer.school,
        label=f"List: {found.title}",
        details={"measure": found.name, "side": side, "students": len(students)},
    )
    return as_file(f"{found.name}-{side}", headings, rows, CSV)


def _actions(request: ViewerRequest) -> list[tuple[str, str]]:
    """What the viewer can do about a list: those actions whose pages let their roles in."""
    return [(key, label) for key, (label, _, rule) in ACTIONS.items() if rule.allows(request)]


@page(GUIDANCE)
@require_safe
def act(request: ViewerRequest) -> HttpResponse:
    """Go on to book or record for the students ticked, or for everybody on the list."""
    viewer = request.viewer
    choice = request.GET.get("to", "")
    if choice not in dict(_actions(request)):
        raise Http404("There is no such action.")
    ids = _asked_for(request)
    if not ids:
        messages.warning(request, "Nobody is on this list any more.")
        return HttpResponseRedirect(_back(request))
    if len(ids) > AT_ONCE:
        messages.warning(
            request,
            f"These are the first {AT_ONCE} of {len(ids)} students. Do the rest afterwards.",
        )
    allowed = {one.pk for one in _students(viewer, ids)}
    named = [str(one) for one in ids if one in allowed][:AT_ONCE]
    query = urlencode({"students": ",".join(named)}, safe=",")
    return redirect(f"{reverse(ACTIONS[choice][1])}?{query}")


def _asked_for(request: ViewerRequest) -> list[int]:
    """The students ticked; where none is ticked, everybody on the list."""
    viewer = request.viewer
    ticked = keys_in(*request.GET.getlist("students"))
    if ticked:
        return ticked
    on = _day(request)
    found = _measure_or_404(request, request.GET.get("name", ""), on)
    asked = _list_form(request, found).asked()
    return bridge.question(viewer, on).students(found.name, **asked)


def _back(request: ViewerRequest) -> str:
    name = request.GET.get("name", "")
    if bridge.find(name, _day(request)) is None:
        return reverse("ledger:catalogue")
    wanted = ("side", "by", "group", "as_of")
    kept = {key: request.GET[key] for key in wanted if request.GET.get(key)}
    return f"{reverse('ledger:measure_students', args=[name])}?{urlencode(kept)}"


@page(STAFF)
@require_safe
def coverage(request: ViewerRequest) -> HttpResponse:
    """Who has not had what they are due, group by group, the worst first."""
    viewer, on = request.viewer, _day(request)
    frameworks = bridge.frameworks(on)
    splits = permissions.splits_for(viewer)
    form = CoverageForm(request.GET, splits, frameworks, _days_offered(viewer))
    by, framework = form.chosen()
    answer, opens = bridge.question(viewer, on), measure_page.opens_for(viewer, on)
    everything = "all" in request.GET
    columns = coverage_page.with_address(bridge.columns(framework, on), opens)
    grid = answer.grid(columns, by)
    found = coverage_page.bands(grid, opens)
    return render(
        request,
        "ledger/coverage.html",
        {
            "title": "Who is missing out",
            "lede": "How many students have not had what they are due. The groups that miss most "
            "come first.",
            "filter_form": form,
            "framework": frameworks[framework],
            "by_label": SPLIT_LABELS[by],
            "columns": columns[1:],
            "bands": found if everything else found[:AT_FIRST],
            "left_out": 0 if everything else max(0, len(found) - AT_FIRST),
            "all_url": with_query(request.GET, all=1),
            "named": opens.named,
            "protected": answer.protects,
            "threshold": bridge.small_group(on),
            "scoped": answer.where is not None,
            "as_of": on,
        },
    )
