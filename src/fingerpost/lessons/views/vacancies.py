"""Pages that bring in a list of apprenticeship vacancies: the file, what is in it, keeping it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.accounts.permissions import LOCAL_MARKET
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.exchange.vacancies import COLUMNS, LARGEST
from fingerpost.lists.presenters import columns_table
from fingerpost.web.access import page
from fingerpost.web.downloads import CSV, as_file
from fingerpost.web.paging import page_of
from fingerpost.web.uploads import limited_upload, refuse_large, too_large

from ..forms.vacancies import VacancyFileForm
from ..permissions import vacancy_lists_kept_by
from ..presenters import vacancies as presenters
from ..services import vacancies as services
from ..services.entries import EntryError
from .asking import entries_crumb

LIST, PER_PAGE = "lessons:entries", 20


def _list(request: ViewerRequest, pk: int) -> Any:
    return get_object_or_404(vacancy_lists_kept_by(request.viewer), pk=pk)


@limited_upload(LARGEST)
@page(LOCAL_MARKET)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: ViewerRequest) -> HttpResponse:
    """Read a list of vacancies, to be looked at before anything is kept."""
    sent = request.method == "POST"
    form = VacancyFileForm(request.POST if sent else None, request.FILES or None)
    if sent and too_large(request):
        refuse_large(form, request)
    elif sent and form.is_valid() and (made := _look(request, form)):
        return redirect("lessons:vacancy_list", made.pk)
    context = {
        "title": "Bring in apprenticeship vacancies",
        "form": form,
        "submit_label": "Look at the list",
        "columns": columns_table(COLUMNS, {}, timezone.localdate()),
        "blank_url": reverse("lessons:vacancies_blank"),
        "breadcrumbs": entries_crumb(),
    }
    status = 422 if form.errors else 200
    return render(request, "lessons/bring_in_vacancies.html", context, status=status)


def _look(request: ViewerRequest, form: VacancyFileForm) -> Any:
    """The list as it was read; None for a file that is none, which the form then says."""
    viewer, file = request.viewer, form.cleaned_data["file"]
    try:
        return services.look(
            school=viewer.school,
            file_name=file.name,
            data=file.read(),
            miles=form.cleaned_data["miles"],
            by=viewer.person,
        )
    except EntryError as error:
        form.add_error("file", str(error))
        return None


@page(LOCAL_MARKET)
@require_GET
def vacancy_list(request: ViewerRequest, pk: int) -> HttpResponse:
    """What is in a list, before anything of it is shown to students."""
    made = _list(request, pk)
    if made.kept_at:
        return redirect(LIST)
    rows = presenters.rows_to_keep(made.rows)
    shown = page_of(request, rows, PER_PAGE)
    problems = made.told["problems"]
    context = {
        "title": "What is in this list",
        "lede": made.file_name,
        "made": made,
        "told": made.told,
        "summary": presenters.summary(made.told, made.miles),
        "problems": problems,
        "more_problems": made.told["refused"] - len(problems),
        "table": presenters.table(shown),
        "page_of": shown,
        "breadcrumbs": entries_crumb(),
    }
    return render(request, "lessons/vacancy_list.html", context)


@page(LOCAL_MARKET)
@require_POST
def keep(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show students what is in a list."""
    try:
        done = services.keep(made=_list(request, pk), by=request.viewer.person)
    except services.AlreadyKept as error:
        messages.info(request, str(error))
    else:
        messages.success(request, presenters.kept_words(done))
    return redirect(LIST)


@page(LOCAL_MARKET)
@require_GET
def blank_list(request: ViewerRequest) -> HttpResponse:
    """An empty list with the right columns, to fill in."""
    return as_file("vacancies", list(COLUMNS), [], CSV)
