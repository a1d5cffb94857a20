"""The register of a session as a form: there or not, for each student who is down for it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from fingerpost.web.keys import key_in

THERE, ABSENT = "there", "absent"
_MARKED = {True: THERE, False: ABSENT, None: ""}
# What the button says that marks everyone who is not marked yet.
REST_THERE = "rest_there"


class RegisterForm(forms.Form):
    """A mark for each row of a register.

    `shown` carries the marks that the page showed: only what its reader changed is a mark of
    theirs, and only where nobody else has marked otherwise since. So two people can take one
    register at once, or one of them hours later from a phone that had no connection.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any, rows: Iterable[Any]) -> None:
        self.rows = list(rows)
        marked = {row.student_id: _MARKED[row.was_present] for row in self.rows}
        super().__init__(data, initial={"shown": shown_by(self.rows)})
        for row in self.rows:
            self.fields[_name(row.student_id)] = forms.ChoiceField(
                label=row.student.name,
                required=False,
                choices=[(THERE, "Here"), (ABSENT, "Not here")],
                initial=marked[row.student_id],
                widget=forms.RadioSelect(attrs={"class": "fp-mark__input"}),
            )

    def marks(self) -> dict[int, bool]:
        """Student to whether they were there, for every mark made or changed on this page."""
        cleaned, seen = self.cleaned_data, self.seen()
        rest = THERE if self.data.get(REST_THERE) else ""
        sent = {row.student_id: cleaned[_name(row.student_id)] or rest for row in self.rows}
        return {
            pk: mark == THERE
            for pk, mark in sent.items()
            if mark and seen.get(pk) is not (mark == THERE)
        }

    def seen(self) -> dict[int, bool]:
        """Student to whether they were there, for every mark that the page showed."""
        parts = (part.partition(":")[::2] for part in self.cleaned_data["shown"].split(","))
        return {key_in(pk): mark == THERE for pk, mark in parts if key_in(pk) and mark}

    def lines(self) -> list[tuple[Any, str, Any]]:
        """The rows as they stand: the student, their tutor group where there are several, and the
        bound field."""
        several = len({row.student.tutor_group_id for row in self.rows}) > 1
        return [
            (
                row.student,
                str(row.student.tutor_group or "") if several else "",
                self[_name(row.student_id)],
            )
            for row in self.rows
        ]


def shown_by(rows: Iterable[Any]) -> str:
    """The marks of a register, as the field `shown` carries them: 12:there,15:absent."""
    return ",".join(
        f"{row.student_id}:{_MARKED[row.was_present]}"
        for row in rows
        if row.was_present is not None
    )


def _name(student_id: int) -> str:
    return f"mark-{student_id}"


class NamesForm(forms.Form):
    """Names of students who came, one a line."""

    came = forms.CharField(max_length=10_000, required=False)

    def clean_came(self) -> list[str]:
        """The names, each once, at most 100."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["came"].splitlines())
        names = list(dict.fromkeys(line for line in lines if line))
        if len(names) > 100:
            raise forms.ValidationError("More than 100 names at once.")
        return names


class WalkInForm(forms.Form):
    """Looks for somebody who came without being down for it."""

    q = forms.CharField(label="Somebody else came", max_length=80, required=False)
