"""All that is held about one student, as files to hand over when they ask for it."""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from fingerpost.audit import services as audit
from fingerpost.audit.enums import Deed
from fingerpost.audit.models import Event

from ..models import Student
from .belongings import belongings, values_of


@transaction.atomic
def everything_about(*, student: Student, by: Any) -> bytes:
    """A zip of everything held about a student: one file for machines, one for people. Audited."""
    audit.record(
        by=by, deed=Deed.EXPORTED, subject=student, student=student, details={"everything": True}
    )
    told = _told(student)
    page = render_to_string(
        "students/everything.html",
        {"student": student, "on": timezone.localdate(), "parts": told},
    )
    text = json.dumps(
        {"student": student.name, "on": timezone.localdate(), "held": dict(told)},
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=1,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("everything.json", text)
        file.writestr("everything.html", page)
    return packed.getvalue()


def _told(student: Student) -> list[tuple[str, list[dict[str, Any]]]]:
    told = [("Line on the roll", [values_of(student)])]
    if student.person is not None:
        person = {"email": student.person.email, "last signed in": student.person.last_login}
        told.append(("Sign-in", [person]))
    told += [
        (str(model._meta.verbose_name_plural).capitalize(), [values_of(row) for row in rows])
        for model, rows in belongings(student)
    ]
    events = Event.objects.filter(student_id=student.pk).order_by("at", "pk")
    looks = [
        {
            "at": event.at,
            "who": event.actor_label,
            "did": event.get_deed_display(),
            "what": event.subject_label,
        }
        for event in events
    ]
    return [*told, ("Who saw and changed what", looks)]
