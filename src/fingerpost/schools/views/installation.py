"""Pages for whoever runs the installation: the national list, and new schools."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fingerpost.accounts.middleware import SCHOOL_KEY
from fingerpost.accounts.permissions import INSTALLATION
from fingerpost.jobs import uploads
from fingerpost.jobs.enums import JobState
from fingerpost.jobs.services import begin
from fingerpost.jobs.views import go_on
from fingerpost.web.access import page
from fingerpost.web.paging import page_of
from fingerpost.web.uploads import limited_upload, too_large

from ..forms.settings import AddForm, ListForm, SearchForm
from ..presenters.settings import list_table
from ..selectors import establishment, has_national_list, schools, search_establishments
from ..services.errors import SchoolRefusal
from ..services.joining import add_school

PER_PAGE = 30
LARGEST_LIST = 120 * 1024 * 1024
TOO_LARGE = (
    "The file is larger than 120 MB. The whole national list is about 65 MB, so this may be the "
    "wrong file."
)


@page(INSTALLATION)
def add(request: HttpRequest) -> HttpResponse:
    """Look a school up in the national list."""
    words = request.GET.get("q", "").strip()[:100]
    found = page_of(request, search_establishments(words), PER_PAGE)
    here = set(schools().values_list("urn", flat=True))
    context = {
        "title": "Add a school",
        "filter": SearchForm(request.GET),
        "words": words,
        "has_list": has_national_list(),
        "found": found,
        "table": list_table(found, here) if words else None,
        "schools": schools(),
    }
    return render(request, "schools/add.html", context)


@page(INSTALLATION)
def add_listed(request: HttpRequest, urn: str) -> HttpResponse:
    """Add a school of the national list."""
    listed = establishment(urn)
    if listed is None:
        raise Http404
    return _add_page(request, {"urn": listed.urn, "name": listed.name})


@page(INSTALLATION)
def add_by_hand(request: HttpRequest) -> HttpResponse:
    """Add a school that the list does not have."""
    return _add_page(request, {})


def _add_page(request: HttpRequest, initial: dict[str, str]) -> HttpResponse:
    form = AddForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            school = add_school(by=request.user, **form.cleaned_data)
        except SchoolRefusal as refusal:
            form.add_error("urn", refusal.sentence)
        else:
            request.session[SCHOOL_KEY] = school.pk
            messages.success(
                request, f"Added {school.name}. You are its administrator and careers leader."
            )
            return redirect("schools:settings")
    context = {
        "title": "Add a school",
        "lede": "You become its administrator and careers leader, and can hand both on.",
        "breadcrumbs": [("Add a school", reverse("schools:add"))],
        "form": form,
        "submit_label": "Add the school",
        "cancel_url": reverse("schools:add"),
    }
    return render(request, "web/form_page.html", context)


@limited_upload(LARGEST_LIST)
@page(INSTALLATION)
def national_list(request: HttpRequest) -> HttpResponse:
    """Load the national list of schools."""
    form = ListForm()
    if request.method == "POST":
        refusal = TOO_LARGE if too_large(request) else ""
        form = ListForm(request.POST, request.FILES, refusal=refusal)
        job = _load(request, form)
        if job is not None:
            return go_on(request, job)
    context = {
        "title": "National list of schools",
        "lede": "With it, a school is found by its name. A newer list brings it up to date.",
        "breadcrumbs": [("Add a school", reverse("schools:add"))],
        "form": form,
        "submit_label": "Load the list",
        "cancel_url": reverse("schools:add"),
    }
    return render(request, "web/form_page.html", context)


def _load(request: HttpRequest, form: ListForm) -> Any:
    """The job that loads the list; None when the file was refused, which the form then says."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    job = begin(
        function="fingerpost.schools.tasks.load_list",
        title="Loading the national list of schools",
        by=request.user,
        stored_as=uploads.keep(
            file.chunks(), file.name, largest=LARGEST_LIST, otherwise="schools.csv"
        ),
    )
    if job.state == JobState.REFUSED:
        form.add_error("file", job.outcome["sentence"])
        return None
    return job
