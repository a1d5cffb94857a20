"""The form that says which adults come along."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms


class AdultsForm(forms.Form):
    """One name for each student for whom an adult is suggested, or named already."""

    def __init__(
        self, *args: Any, students: Sequence[Any], named: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.students = students
        for student in students:
            self.fields[f"adult_{student.pk}"] = forms.CharField(
                label=f"Adult who comes along with {student}",
                required=False,
                max_length=120,
                initial=named.get(student.pk, ""),
                widget=forms.TextInput(attrs={"list": "adults", "autocomplete": "off"}),
            )

    def lines(self) -> Iterator[tuple[Any, Any]]:
        """Each student with the field of their adult."""
        for student in self.students:
            yield student, self[f"adult_{student.pk}"]

    def names(self) -> dict[int, str]:
        """Student to adult, as typed."""
        return {
            student.pk: " ".join(self.cleaned_data[f"adult_{student.pk}"].split())
            for student in self.students
        }
