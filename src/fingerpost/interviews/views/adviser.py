"""Pages for the adviser before, during and after an interview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fingerpost.accounts.permissions import INTERVIEWS
from fingerpost.accounts.viewer import ViewerRequest
from fingerpost.students.services.looks import looked_at
from fingerpost.web.access import page
from fingerpost.web.dates import moment_words
from fingerpost.web.keys import key_in

from ..bridge import review
from ..forms.records import ActionFormSet, RecordForm, content_from, forms_for, text_from
from ..presenters.interviews import details_of
from ..presenters.records import (
    intention_sentences,
    known_rows,
    merged,
    parts_of,
    timeline_of,
)
from ..selectors.records import content_of, draft_of, preparation_pack, record_or_none
from ..services.records import (
    RecordError,
    StaleRecord,
    discard_draft,
    keep_draft,
    save_record,
)
from .reach import interview_of

MORE_ROWS = 4


def _crumbs(interview: Any) -> list[tuple[str, str]]:
    return [
        ("Interviews", reverse("interviews:list")),
        (str(interview.student), reverse("interviews:detail", args=[interview.pk])),
    ]


@page(INTERVIEWS)
def prepare(request: ViewerRequest, pk: int) -> HttpResponse:
    """All that is known before an interview, on one page."""
    viewer = request.viewer
    interview = interview_of(request, pk)
    student = interview.student
    looked_at(student=student, by=viewer.person)
    pack = preparation_pack(viewer, interview)
    context = {
        "title": f"Prepare for {student}",
        "lede": moment_words(interview.starts_at),
        "breadcrumbs": _crumbs(interview),
        "interview": interview,
        "pack": pack,
        "details": details_of(interview),
        "known": known_rows(pack.characteristics),
        "timeline": timeline_of(pack.earlier),
        "intentions": intention_sentences(pack.intentions),
        "today": timezone.localdate(),
        "next_steps_url": reverse("signposting:for_student", args=[student.pk]),
    }
    return render(request, "interviews/prepare.html", context)


@page(INTERVIEWS)
def record(request: ViewerRequest, pk: int) -> HttpResponse:
    """Write the record of an interview, save it, and give it to the student."""
    interview = interview_of(request, pk)
    if interview.state in ("cancelled", "missed"):
        messages.info(request, "This interview did not take place, so there is no record of it.")
        return redirect("interviews:detail", pk=pk)
    if request.method == "POST":
        return _save(request, interview)
    viewer = request.viewer
    looked_at(student=interview.student, by=viewer.person)
    written = record_or_none(interview)
    version = written.version if written else 0
    draft = draft_of(interview, request.user)
    content = content_of(written)
    if draft and draft.based_on != version:
        return redirect("interviews:record_conflict", pk=pk)
    if draft and draft.content != content:
        content = draft.content
    else:
        draft = None
    extra = MORE_ROWS if request.GET.get("rows") else 2
    form, formset = forms_for(content, version, extra)
    return _record_page(request, interview, form, formset, content, written, draft)


def _record_page(
    request: ViewerRequest,
    interview: Any,
    form: RecordForm,
    formset: Any,
    content: dict[str, Any],
    written: Any,
    draft: Any = None,
) -> HttpResponse:
    context = {
        "title": f"Record of {interview.student}",
        "lede": moment_words(interview.starts_at),
        "breadcrumbs": _crumbs(interview),
        "interview": interview,
        "form": form,
        "formset": formset,
        "record": written,
        "draft": draft,
        **_marks_of(content),
        "is_finished": bool(written and written.finished_at),
        "is_early": timezone.localdate(interview.starts_at) > timezone.localdate(),
    }
    return render(request, "interviews/record.html", context)


def _save(request: ViewerRequest, interview: Any) -> HttpResponse:
    content = content_from(request.POST)
    if "more" in request.POST:
        return _more_rows(request, interview, content)
    finishing = "finish" in request.POST
    form = RecordForm(request.POST, finishing=finishing)
    formset = ActionFormSet(request.POST, prefix="actions")
    if not (form.is_valid() and formset.is_valid()):
        return _record_page(request, interview, form, formset, content, record_or_none(interview))
    version = form.cleaned_data["version"]
    try:
        written = save_record(
            interview=interview,
            text=text_from(form, formset),
            version=version,
            by=request.user,
            finish=finishing,
        )
    except StaleRecord:
        keep_draft(interview=interview, content=content, version=version, by=request.user)
        return redirect("interviews:record_conflict", pk=interview.pk)
    except RecordError as error:
        form.add_error(None, str(error))
        return _record_page(request, interview, form, formset, content, record_or_none(interview))
    if not finishing:
        messages.success(request, "Saved.")
        return redirect("interviews:record", pk=interview.pk)
    messages.success(request, f"{interview.student} can read this record now.")
    return redirect("interviews:record_read", pk=written.pk)


def _version_in(request: ViewerRequest) -> int:
    return key_in(request.POST.get("version", ""))


def _more_rows(request: ViewerRequest, interview: Any, content: dict[str, Any]) -> HttpResponse:
    """What is typed is kept as a draft, and comes back with more empty rows."""
    keep_draft(interview=interview, content=content, version=_version_in(request), by=request.user)
    return redirect(f"{reverse('interviews:record', args=[interview.pk])}?rows=more#actions")


@page(INTERVIEWS)
@require_POST
def record_keep(request: ViewerRequest, pk: int) -> HttpResponse:
    """Keep what is typed so far; a script sends it a moment after typing stops."""
    interview = interview_of(request, pk)
    try:
        draft, is_stale = keep_draft(
            interview=interview,
            content=content_from(request.POST),
            version=_version_in(request),
            by=request.user,
        )
    except RecordError as error:
        return JsonResponse({"message": str(error)}, status=422)
    if is_stale:
        url = reverse("interviews:record_conflict", args=[pk])
        return JsonResponse({"conflict_url": url}, status=409)
    return JsonResponse({"saved_at": timezone.localtime(draft.saved_at).isoformat()})


@page(INTERVIEWS)
@require_POST
def record_review(request: ViewerRequest, pk: int) -> HttpResponse:
    """The marks of what is typed so far; part of a page."""
    interview_of(request, pk)
    return render(request, "interviews/parts/marks.html", _marks_of(content_from(request.POST)))


def _marks_of(content: dict[str, Any]) -> dict[str, Any]:
    """The marks of what is typed; an empty record is not found fault with before it is begun."""
    is_begun = bool(content["main_points"].strip() or content["actions"])
    return {"is_begun": is_begun, "marks": review(content) if is_begun else []}


@page(INTERVIEWS)
@require_POST
def record_discard(request: ViewerRequest, pk: int) -> HttpResponse:
    """Throw away what one typed and did not save."""
    discard_draft(interview=interview_of(request, pk), by=request.user)
    messages.success(request, "Your unsaved text is gone. This is the record as it was saved.")
    return redirect("interviews:record", pk=pk)


@page(INTERVIEWS)
def record_conflict(request: ViewerRequest, pk: int) -> HttpResponse:
    """Two people wrote at once: both texts side by side, to choose from or put together."""
    interview = interview_of(request, pk)
    written = record_or_none(interview)
    draft = draft_of(interview, request.user)
    if written is None or draft is None or draft.based_on == written.version:
        return redirect("interviews:record", pk=pk)
    looked_at(student=interview.student, by=request.user)
    theirs = content_of(written)
    if request.method == "POST":
        keep = {name: request.POST.get(f"keep_{name}", "both") for name in theirs}
        # What is put together is a draft again: it is read once more before it is saved.
        keep_draft(
            interview=interview,
            content=merged(draft.content, theirs, keep),
            version=written.version,
            by=request.user,
        )
        messages.info(request, "Check the text below, then save it.")
        return redirect("interviews:record", pk=pk)
    context = {
        "title": "Someone else saved this record first",
        "lede": "Nothing is lost. Choose what to keep of each part.",
        "breadcrumbs": _crumbs(interview),
        "interview": interview,
        "parts": parts_of(draft.content, theirs),
        "record": written,
        "theirs_title": f"What {written.saved_by or 'someone else'} saved",
    }
    return render(request, "interviews/conflict.html", context)
