"""The grades that a student is predicted, which an app above this one keeps."""

from fingerpost.accounts.viewer import Viewer
from fingerpost.students.permissions import own_student

from ..slots import grades_of


def own_predicted(viewer: Viewer) -> dict[str, int]:
    """The viewer's own latest predicted grades, by subject in small letters; none for others."""
    student = own_student(viewer)
    return {} if student is None else grades_of(student.pk)
