"""Every table about students is in the record file, or its page says why not."""

from pathlib import Path

from django.apps import apps

import fingerpost
from fingerpost.students.models import Student

PAGE = Path(fingerpost.__file__).parents[2] / "docs" / "reference" / "record.md"
# What the file holds, each under a word of its own.
TAKEN = {
    "action",
    "application",
    "document",
    "entry",
    "feedback response",
    "idea",
    "intention",
    "interview record",
    "predicted grade",
    "reasons",
    "responsibility",
    "self assessment",
    "student",
}


def about_students():
    """The tables whose lines are each about one student."""
    found, before = {Student}, set()
    while found != before:
        before = set(found)
        found |= {
            model
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if model.__module__.startswith("fingerpost.")
            and field.concrete
            and (field.many_to_one or field.one_to_one)
            and not field.null
            and field.related_model in before
        }
    return {str(model._meta.verbose_name).lower() for model in found}


def left_out():
    """What the first column of the page's second table names."""
    table = PAGE.read_text(encoding="utf-8").split("| one line | why it stays |")[1]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {name.strip().lower() for row in rows[1:] for name in row.split(",")}


def test_every_table_about_students_is_in_the_file_or_told_to_be_left_out():
    told = left_out()
    assert about_students() - TAKEN == told
    assert not told & TAKEN
