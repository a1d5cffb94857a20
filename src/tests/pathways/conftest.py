"""A folder of small published lists, and a search of its own."""

import pytest

from .course_lists import write_lists


@pytest.fixture
def folder(tmp_path, settings):
    settings.SEARCH = tmp_path / "search"
    lists = tmp_path / "lists"
    lists.mkdir()
    return write_lists(lists)
