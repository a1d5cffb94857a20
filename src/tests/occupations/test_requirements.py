"""What a way in needs, read from how it is published."""

import pytest

from fingerpost.occupations import Requirement
from fingerpost.occupations.building.requirements import read_requirement


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("2 to 3 A levels, or equivalent, for a degree", Requirement(level=6, a_levels=(2, 3))),
        (
            "5 GCSEs at grades 9 to 4 (A* to C), or equivalent, including English and maths, "
            "for an advanced apprenticeship",
            Requirement(level=3, gcses=(5, 5), grade=4, subjects=("English", "maths")),
        ),
        (
            "some GCSEs, usually including English and maths, for an intermediate apprenticeship",
            Requirement(level=2, gcses=(1, 5), subjects=("English", "maths")),
        ),
        (
            "2 or fewer GCSEs at grades 3 to 1 (D to G), or equivalent, for a level 1 course",
            Requirement(level=1, gcses=(0, 2), grade=1),
        ),
        (
            "4 or 5 GCSEs at grades 9 to 4 (A* to C) and A levels, for a degree apprenticeship",
            Requirement(level=6, gcses=(4, 5), grade=4, a_levels=(2, 3)),
        ),
        (
            "a degree in any subject for a postgraduate course",
            Requirement(level=7, degree="any"),
        ),
        (
            "3 A levels, or equivalent, including biology and chemistry",
            Requirement(a_levels=(3, 3), subjects=("biology", "chemistry")),
        ),
    ],
)
def test_numbers_levels_and_subjects_are_read(line, means):
    assert read_requirement(line) == means


@pytest.mark.parametrize("line", ["to pass an audition", "entry requirements vary", ""])
def test_what_only_a_person_understands_is_left_to_a_person(line):
    assert read_requirement(line) == Requirement(is_read=False)


@pytest.mark.parametrize(
    "line",
    [
        "2 or 3 A levels, or equivalent, including maths or economics",
        "2 to 3 A levels, preferably including biology, for a degree apprenticeship",
    ],
)
def test_one_of_several_and_a_wish_are_no_required_subject(line):
    assert read_requirement(line).subjects == ()
