"""Pages of measures: the catalogue, a measure, the list behind a figure, coverage."""

import csv
import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.accounts.permissions import GUIDANCE, INTERVIEWS, RECORDING, STAFF
from fingerpost.accounts.viewer import Viewer
from fingerpost.audit.enums import Deed
from fingerpost.audit.services import record as record_deed
from fingerpost.students.permissions import guidance_students
from fingerpost.web.access import page
from fingerpost.web.tables import with_query

from . import bridge, permissions
from .forms import CatalogueForm, CoverageForm, ListForm, SplitForm
from .presenters import coverage as coverage_page
from .presenters import measure as measure_page
from .presenters.words import SPLIT_LABELS, figure_words

PER_PAGE = 50
# An address has room for about this many students; a larger group is acted on in parts.
AT_ONCE = 400
ACTIONS = {
    "book": ("Book interviews", "interviews:book", INTERVIEWS),
    "session": ("Record a session", "programme:record", RECORDING),
}


def _viewer(request: HttpRequest) -> Viewer:
    return request.viewer  # type: ignore[attr-defined]


def _day(request: HttpRequest) -> dt.date:
    """The day asked about in the address, today by default and at the latest."""
    today = timezone.localdate()
    try:
        asked = dt.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return today
    return min(asked, today)


def _measure_or_404(request: HttpRequest, name: str, on: dt.date) -> Any:
    found = bridge.find(name, on)
    if found is None or not permissions.may_ask(_viewer(request), found):
        raise Http404("There is no measure of this name.")
    return found


@page(STAFF)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every measure in force: what it says, where it comes from, since when."""
    words = request.GET.get("words", "").lower().split()
    found = [
        one
        for one in bridge.catalogue(_day(request))
        if permissions.may_ask(_viewer(request), one)
        and all(word in f"{one.title} {one.meaning} {one.name}".lower() for word in words)
    ]
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
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
def measure(request: HttpRequest, name: str) -> HttpResponse:
    """One measure for the viewer's students: its figure, split as asked, with the lists."""
    viewer, on = _viewer(request), _day(request)
    found = _measure_or_404(request, name, on)
    splits = permissions.splits_for(viewer)
    form = SplitForm(request.GET, splits=splits)
    by = form.chosen()
    answer = bridge.question(viewer, on)
    whole = answer.figure(name)
    named = permissions.names_students(viewer)
    return render(
        request,
        "ledger/measure.html",
        {
            "title": found.title,
            "breadcrumbs": [("Measures", reverse("ledger:catalogue"))],
            "measure": found,
            "in_force": measure_page.in_force_words(found),
            "figure": whole,
            "figure_words": figure_words(whole),
            "named": named and whole.counted is not None,
            "counted_url": measure_page.list_url(name, "counted"),
            "missing_url": measure_page.list_url(name, "not_counted"),
            "filter_form": form,
            "chart": measure_page.split_chart(found, by, answer.split(name, by), named),
            "protected": answer.protects,
            "threshold": bridge.small_group(on),
            "as_of": on,
        },
    )


@page(GUIDANCE)
@require_safe
def measure_students(request: HttpRequest, name: str) -> HttpResponse:
    """The students behind a figure: those counted, or those who are due it and are not."""
    viewer, on = _viewer(request), _day(request)
    found = _measure_or_404(request, name, on)
    form = ListForm(request.GET, splits=permissions.splits_for(viewer))
    asked = form.asked()
    students = _students(viewer, bridge.question(viewer, on).students(name, **asked))
    if request.GET.get("format") == "csv":
        return _export(request, found, students, asked)
    shown = Paginator(students, PER_PAGE).get_page(request.GET.get("page"))
    side = asked["side"]
    return render(
        request,
        "ledger/students.html",
        {
            "title": form.heading(found.title),
            "breadcrumbs": [
                ("Measures", reverse("ledger:catalogue")),
                (found.title, reverse("ledger:measure", args=[name])),
            ],
            "measure": found,
            "side": side,
            "total": len(students),
            "other_url": with_query(
                request.GET, side="counted" if side != "counted" else "not_counted", page=None
            ),
            "group_words": form.group_words(),
            "page_of": shown,
            "table": measure_page.students_table(list(shown), tick=bool(_actions(request))),
            "actions": _actions(request),
            "hidden": [("name", name), *form.as_pairs()],
            "csv_url": with_query(request.GET, format="csv", page=None),
        },
    )


def _students(viewer: Viewer, ids: Iterable[int]) -> list[Any]:
    """These students in the order of the roll, none whom the viewer may not see."""
    wanted = set(ids)
    seen = guidance_students(viewer).select_related("tutor_group")
    return [one for one in seen if one.pk in wanted] if wanted else []


def _export(request: HttpRequest, found: Any, students: list[Any], asked: Any) -> HttpResponse:
    viewer = _viewer(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}-{asked["side"]}.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads names with accents
    writer = csv.writer(answer)
    writer.writerow(["Name", "Year group", "Tutor group"])
    for one in students:
        group = one.tutor_group.name if one.tutor_group else ""
        writer.writerow([_safe(one.name), one.year_group, _safe(group)])
    record_deed(
        by=viewer.person,
        deed=Deed.EXPORTED,
        school=viewer.school,
        label=f"List: {found.title}",
        details={"measure": found.name, "side": asked["side"], "students": len(students)},
    )
    return answer


def _safe(text: str) -> str:
    """Text that a spreadsheet takes for text, whatever it starts with."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _actions(request: HttpRequest) -> list[tuple[str, str]]:
    """What the viewer can do about a list: those actions whose pages let their roles in."""
    found = []
    for key, (label, address, rule) in ACTIONS.items():
        if not rule.allows(request):
            continue
        try:
            reverse(address)
        except NoReverseMatch:
            continue
        found.append((key, label))
    return found


@page(GUIDANCE)
@require_safe
def act(request: HttpRequest) -> HttpResponse:
    """Go on to book or record for the students ticked, or for everybody on the list."""
    viewer = _viewer(request)
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


def _asked_for(request: HttpRequest) -> list[int]:
    """The students ticked; where none is ticked, everybody on the list."""
    viewer = _viewer(request)
    ticked = [int(one) for one in request.GET.getlist("students") if one.isdecimal()]
    if ticked:
        return ticked
    on = _day(request)
    found = _measure_or_404(request, request.GET.get("name", ""), on)
    form = ListForm(request.GET, splits=permissions.splits_for(viewer))
    return bridge.question(viewer, on).students(found.name, **form.asked())


def _back(request: HttpRequest) -> str:
    name = request.GET.get("name", "")
    if bridge.find(name, _day(request)) is None:
        return reverse("ledger:catalogue")
    kept = {key: request.GET[key] for key in ("side", "by", "group") if request.GET.get(key)}
    return f"{reverse('ledger:measure_students', args=[name])}?{urlencode(kept)}"


@page(STAFF)
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Who has not had what they are due, group by group, the worst first."""
    viewer, on = _viewer(request), _day(request)
    frameworks = bridge.frameworks(on)
    form = CoverageForm(request.GET, splits=permissions.splits_for(viewer), frameworks=frameworks)
    by, framework = form.chosen()
    answer = bridge.question(viewer, on)
    columns = coverage_page.with_address(bridge.columns(framework, on))
    grid = answer.grid(columns, by)
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
            "columns": columns,
            "bands": coverage_page.bands(grid, permissions.names_students(viewer)),
            "protected": answer.protects,
            "threshold": bridge.small_group(on),
            "scoped": answer.where is not None,
            "as_of": on,
        },
    )
