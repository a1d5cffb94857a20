"""The form of what a student has: grades they expect, where they are, how far they can go."""

from collections.abc import Mapping
from typing import Any

from django import forms

from .opportunities import NearForm

# Subjects in the order of a timetable, most taken first; names as requirements say them, in small.
SUBJECTS = {
    "english language": "English language",
    "english literature": "English literature",
    "maths": "Maths",
    "combined science": "Combined science (counts as two)",
    "biology": "Biology",
    "chemistry": "Chemistry",
    "physics": "Physics",
    "geography": "Geography",
    "history": "History",
    "religious studies": "Religious studies",
    "language": "A language",
    "art": "Art and design",
    "computer science": "Computer science",
    "design and technology": "Design and technology",
    "food": "Food",
    "drama": "Drama",
    "music": "Music",
    "pe": "PE",
    "business": "Business",
    "other 1": "Another subject",
    "other 2": "One more subject",
}
_COUNTS_TWICE = "combined science"


def _name(subject: str) -> str:
    return f"grade_{subject.replace(' ', '_')}"


class NextPlacesForm(NearForm):
    """Grades that a student expects, where they start and how far they can travel.

    Nothing of it is kept: it is read from one request and forgotten.
    """

    # All of it is: saying so beside each of twenty fields would only be in the way.
    mark_optional = False

    def __init__(self, given: Mapping[str, str] | None) -> None:
        super().__init__(given or {}, {}, {})
        del self.fields["route"], self.fields["sector"]
        for subject, label in SUBJECTS.items():
            choices = [("", "I do not take it"), *((str(one), str(one)) for one in range(9, 0, -1))]
            self.fields[_name(subject)] = forms.ChoiceField(
                label=label, required=False, choices=choices
            )
        self.full_clean()

    @property
    def grade_fields(self) -> list[Any]:
        """The fields of the grades, in their order."""
        return [self[_name(subject)] for subject in SUBJECTS]

    @property
    def reach_fields(self) -> list[Any]:
        """The fields of where from and how far."""
        return [self["place"], self["miles"]]

    def grades(self) -> dict[str, int]:
        """Grades by subject, in small letters."""
        found = {
            subject: int(self.cleaned_data[_name(subject)])
            for subject in SUBJECTS
            if self.cleaned_data.get(_name(subject))
        }
        if _COUNTS_TWICE in found:
            found[f"{_COUNTS_TWICE}, second"] = found[_COUNTS_TWICE]
        return found

    def typed(self) -> dict[str, str]:
        """What was typed, by the name of the field, to send again with a save."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
