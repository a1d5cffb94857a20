"""Uploads with a limit that is kept while the file is still arriving."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class LimitedUpload(FileUploadHandler):
    """Lets a file through up to `limit` bytes, then drops it and marks the request."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.seen = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > self.limit:
            self.request.upload_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def limited_upload(limit: int) -> Callable[[View], View]:
    """Refuse larger files on the way in: `too_large(request)` then tells so. Outermost decorator.

    The limit must stand before the form is read, and checking for forgery reads it; so that check
    is put off until the limit is in place.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers.insert(0, LimitedUpload(request, limit))
            request.upload_limit = limit  # type: ignore[attr-defined]
            return protected(request, *args, **kwargs)

        return limited

    return decorate


def too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size."""
    _ = request.FILES  # the files arrive only when somebody asks for them
    return getattr(request, "upload_too_large", False)


def larger_than(limit: int) -> str:
    """What is said of a file with more than `limit` bytes."""
    return f"The file is larger than {limit // 1024 // 1024} MB, the most we read."


def refuse_large(form: forms.Form, request: HttpRequest) -> None:
    """Say of a form whose file was dropped on its way in only that, and not that there is none."""
    form.errors.pop("file", None)
    form.add_error("file", larger_than(request.upload_limit))  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A form with a `file`, which a browser lets somebody send without one.

    refusal: why the file was dropped on its way in, where it was.
    """

    mark_optional = False

    def __init__(self, *args: Any, refusal: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.refusal = refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal:
            self.add_error("file", self.refusal)
        elif not self.errors and not cleaned.get("file"):
            self.add_error("file", "Choose a file.")
        return cleaned
