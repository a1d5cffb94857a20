"""Pages for whoever runs the installation: the national list, and new schools."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fingerpost.accounts.middleware import SCHOOL_KEY
from fingerpost.accounts.permissions import INSTALLATION
from fingerpost.exchange.roll import UnreadableFile
from fingerpost.web.access import page
from fingerpost.web.uploads import limited_upload, too_large

from ..forms import AddForm, ListForm, SearchForm
from ..presenters import list_table
from ..selectors import establishment, has_national_list, schools, search_establishments
from ..services.errors import SchoolRefusal
from ..services.establishments import ListImport, import_establishments
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
    found = Paginator(search_establishments(words), PER_PAGE).get_page(request.GET.get("page"))
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
        done = _load(request, form)
        if done is not None:
            said = f"{done.loaded:,} schools loaded, {done.added:,} of them new."
            left_out = f" {len(done.rejected):,} rows were left out." if done.rejected else ""
            messages.success(request, said + left_out)
            return redirect("schools:add")
    context = {
        "title": "National list of schools",
        "lede": "With it, a school is found by its name. A newer list brings it up to date.",
        "breadcrumbs": [("Add a school", reverse("schools:add"))],
        "form": form,
        "submit_label": "Load the list",
        "cancel_url": reverse("schools:add"),
    }
    return render(request, "web/form_page.html", context)


def _load(request: HttpRequest, form: ListForm) -> ListImport | None:
    """What loading did; None when the file was refused, which the form then says."""
    if not form.is_valid():
        return None
    folder = Path(settings.HOME) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            path = _stored(form.cleaned_data["file"], Path(place))
            return import_establishments(path=path, by=request.user)
    except UnreadableFile as refusal:
        form.add_error("file", refusal.sentence)
        return None


def _stored(file: Any, place: Path) -> Path:
    path = place / ("schools.zip" if file.name.lower().endswith(".zip") else "schools.csv")
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    return path
