"""A student writes a CV or a personal statement from their own record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.accounts.permissions import STUDENT
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.destinations.selectors import decision_point
from fingerpost.students.asking import myself
from fingerpost.web.access import page
from fingerpost.web.downloads import file_answer

from ..enums import DocumentKind
from ..forms.documents import DocumentForm, PickForm
from ..permissions import own_documents
from ..presenters.documents import as_pdf, parts_of
from ..selectors.own_record import own_words_of, pieces_of
from ..services import documents as services

_MINE = ("My choices", "/choices/mine/")
_ALL = ("My CV and letters", "/choices/cv/")


def _my_document(request: ViewerRequest, pk: int) -> Any:
    found = own_documents(request.viewer).select_related("student__school")
    return get_object_or_404(found, pk=pk)


@page(STUDENT)
@require_safe
def documents(request: ViewerRequest) -> HttpResponse:
    """The CVs and statements a student has begun."""
    myself(request)
    context = {
        "title": "My CV and letters",
        "breadcrumbs": [_MINE],
        "documents": own_documents(request.viewer),
        "kinds": [
            (DocumentKind.CV, "Start a CV"),
            (DocumentKind.STATEMENT, "Start a letter about me"),
        ],
    }
    return render(request, "choices/documents.html", context)


def _pieces(request: ViewerRequest, student: Any) -> list[Any]:
    point = decision_point(student, timezone.localdate())
    said = own_words_of(student, point.name if point else "")
    return [*said, *pieces_of(request.viewer, student)]


def _picked(request: ViewerRequest, student: Any, form: PickForm) -> list[Any]:
    """What was ticked, with what the student has just said they are in charge of."""
    new = services.add_responsibilities(
        student=student,
        words=form.cleaned_data["charge"].splitlines(),
        by=request.viewer.person,
    )
    added = {f"r{one.pk}" for one in new}
    fresh = [one for one in pieces_of(request.viewer, student) if one.key in added]
    return [*form.picked(), *fresh]


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ViewerRequest, kind: str) -> HttpResponse:
    """Pick from one's own record what a new CV or statement is made of."""
    if kind not in DocumentKind.values:
        raise Http404("There is no such kind.")
    student = myself(request)
    form = PickForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        pieces=_pieces(request, student),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin_document(
                student=student,
                kind=kind,
                pieces=_picked(request, student, form),
                by=request.viewer.person,
            )
        except services.DocumentRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Here is your draft. Now put it in your own words.")
            return redirect("choices:document", made.pk)
    return _pick_page(request, form, "Pick what goes in", _ALL[1])


def _pick_page(request: ViewerRequest, form: PickForm, title: str, back: str) -> HttpResponse:
    context = {
        "title": title,
        "lede": "All of this is from your own record. Tick what you want to say.",
        "breadcrumbs": [_MINE, _ALL],
        "form": form,
        "submit_label": "Go on",
        "cancel_url": back,
    }
    return render(request, "choices/pick.html", context)


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def pick_more(request: ViewerRequest, pk: int) -> HttpResponse:
    """Add more from one's own record to a draft."""
    document = _my_document(request, pk)
    student = document.student
    form = PickForm(
        request.POST if request.method == "POST" else None,
        kind=document.kind,
        pieces=_pieces(request, student),
    )
    if request.method == "POST" and form.is_valid():
        services.add_pieces(
            document=document,
            pieces=_picked(request, student, form),
            by=request.viewer.person,
        )
        return redirect("choices:document", pk)
    return _pick_page(request, form, "Pick more", reverse("choices:document", args=[pk]))


@page(STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: ViewerRequest, pk: int) -> HttpResponse:
    """Write a draft, part by part."""
    found = _my_document(request, pk)
    form = DocumentForm(request.POST if request.method == "POST" else None, document=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_document(
                document=found,
                title=form.cleaned_data["title"],
                parts=form.parts(),
                version=form.cleaned_data["version"],
                by=request.viewer.person,
            )
        except (services.StaleDocument, services.DocumentRefused) as error:
            form = _once_more(request, found, str(error))
        else:
            # What is saved is the next page; a banner would stand on the print.
            return redirect("choices:read", pk)
    context = {
        "title": found.title,
        "breadcrumbs": [_MINE, _ALL],
        "form": form,
        "document": found,
    }
    return render(request, "choices/document.html", context)


def _once_more(request: ViewerRequest, found: Any, why: str) -> DocumentForm:
    """The form with what was typed, so that saving again is on purpose."""
    typed = request.POST.copy()
    typed["version"] = str(found.version)
    form = DocumentForm(typed, document=found)
    form.add_error(None, why)
    return form


@page(STUDENT)
@require_safe
def read(request: ViewerRequest, pk: int) -> HttpResponse:
    """A draft as it will look; it prints well."""
    found = _my_document(request, pk)
    context = {
        "title": found.student.name,
        "breadcrumbs": [_MINE, _ALL],
        "document": found,
        "parts": parts_of(found),
    }
    return render(request, "choices/read.html", context)


@page(STUDENT)
@require_safe
def pdf(request: ViewerRequest, pk: int) -> HttpResponse:
    """A draft as a tagged PDF."""
    found = _my_document(request, pk)
    name = "my-cv" if found.kind == DocumentKind.CV else "about-me"
    return file_answer(as_pdf(found), f"{name}.pdf", "application/pdf")


@page(STUDENT)
@require_POST
def delete(request: ViewerRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    found = _my_document(request, pk)
    services.delete_document(document=found, by=request.viewer.person)
    messages.success(request, f"“{found.title}” is deleted.")
    return redirect("choices:documents")
