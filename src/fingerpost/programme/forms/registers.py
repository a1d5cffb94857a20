"""The register of a session as a form: there or not, for each student who is down for it."""

from collections.abc import Iterable
from typing import Any

from django import forms

THERE, ABSENT = "there", "absent"
_MARKED = {True: THERE, False: ABSENT, None: ""}
# What the button says that marks everyone who is not marked yet.
REST_THERE = "rest_there"


class RegisterForm(forms.Form):
    """A mark for each row of a register.

    `shown` carries what the page showed when it was opened: only what its reader changed is a
    mark of theirs. So two people can take one register at once, or one of them hours later from
    a phone that had no connection.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any, rows: Iterable[Any]) -> None:
        self.rows = list(rows)
        marked = {row.student_id: _MARKED[row.was_present] for row in self.rows}
        shown = ",".join(f"{pk}:{mark}" for pk, mark in marked.items() if mark)
        super().__init__(data, initial={"shown": shown})
        for row in self.rows:
            self.fields[_name(row.student_id)] = forms.ChoiceField(
                label=row.student.name,
                required=False,
                choices=[(THERE, "Here"), (ABSENT, "Not here")],
                initial=marked[row.student_id],
                widget=forms.RadioSelect(
                    attrs={"class": "govuk-radios--inline govuk-radios--small"}
                ),
            )

    def marks(self) -> dict[int, bool]:
        """Student to whether they were there, for every mark made or changed on this page."""
        cleaned = self.cleaned_data
        shown = dict(part.partition(":")[::2] for part in cleaned["shown"].split(",") if part)
        rest = THERE if self.data.get(REST_THERE) else ""
        sent = {row.student_id: cleaned[_name(row.student_id)] or rest for row in self.rows}
        return {
            pk: mark == THERE for pk, mark in sent.items() if mark and shown.get(str(pk)) != mark
        }

    def fields_of_rows(self) -> list[Any]:
        """The bound fields of the rows, in the order of the register."""
        return [self[_name(row.student_id)] for row in self.rows]


def _name(student_id: int) -> str:
    return f"mark-{student_id}"


class WalkInForm(forms.Form):
    """Looks for somebody who came without being down for it."""

    q = forms.CharField(label="Somebody else came", max_length=80, required=False)
