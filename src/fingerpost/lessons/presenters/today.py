"""What a student may pick in a lesson: jobs of sectors that they have not looked at."""

from collections.abc import Sequence

from .. import bridge
from .entries import sector_labels
from .slides import Unseen, examples_apart

SECTORS, EACH = 3, 2


def picks(saved: Sequence[str], area: str, turn: int) -> list[Unseen]:
    """Sectors that a student has saved nothing of, each with jobs that differ.

    saved: slugs of the student's ideas. turn: another student, or another day, is shown others,
    so that no sector is always the first.
    """
    labels = sector_labels(for_students=True)
    known = bridge.sectors_of_slugs(saved)
    names = list(labels)
    start = turn % len(names)
    turned = names[start:] + names[:start]
    ordered = sorted(turned, key=lambda name: name in known)
    shown = examples_apart(ordered[:SECTORS], area, EACH, turn, saved)
    return [Unseen(labels[name], "", examples) for name, examples in shown]
