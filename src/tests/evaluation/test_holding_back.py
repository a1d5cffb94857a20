"""Answers held back cannot be worked out from those that are shown."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.accounts.enums import Role
from fingerpost.evaluation import selectors
from fingerpost.evaluation.selectors.holding_back import shown_groups
from tests.evaluation.test_feedback import group_session, viewer

FEWEST = 6
# Few students, so that the same ones answer about several things.
answered = st.dictionaries(
    st.tuples(st.sampled_from(["talk", "fair", "lesson"]), st.sampled_from("abcd")),
    st.frozensets(st.integers(1, 20), min_size=1, max_size=20),
    max_size=10,
)


def together(found, wanted):
    """Everybody who answered about any of the parts that `wanted` picks."""
    return frozenset().union(*(who for part, who in found.items() if wanted(part)))


@given(answered)
def test_what_is_held_back_under_one_sum_is_never_of_a_few_students(found):
    kinds, parts = shown_groups(found, FEWEST)
    held = together(found, lambda part: part[0] not in kinds)
    assert not held or len(held) >= FEWEST or not kinds
    for kind in kinds:
        assert len(together(found, lambda part, kind=kind: part[0] == kind)) >= FEWEST
        held = together(found, lambda part, kind=kind: part[0] == kind and part not in parts)
        assert not held or len(held) >= FEWEST
    assert all(len(found[part]) >= FEWEST for part in parts)


@given(answered)
def test_a_kind_held_back_is_not_the_sum_of_parts_that_are_shown(found):
    kinds, parts = shown_groups(found, FEWEST)
    for kind in {kind for kind, _ in found} - kinds:
        held = together(found, lambda part, kind=kind: part[0] == kind and part not in parts)
        assert len(held) >= FEWEST or not any(part[0] == kind for part in parts)


@given(answered)
def test_all_less_what_is_shown_is_never_of_a_few_students(found):
    """The sum of everything is shown as well, and parts of kinds that are not."""
    kinds, parts = shown_groups(found, FEWEST)
    held = together(found, lambda part: part[0] not in kinds and part not in parts)
    assert not held or len(held) >= FEWEST or not (kinds or parts)


@pytest.mark.django_db
def test_a_small_session_cannot_be_subtracted_from_its_kind(school):
    """By kind 17 answers are shown; by session the 2 could be what is left of them."""
    group_session(school, 7, kind="assembly", title="One")
    group_session(school, 8, kind="assembly", title="Two")
    group_session(school, 2, kind="assembly", title="Few")
    leader = viewer(school, Role.CAREERS_LEADER)
    [kind] = selectors.results(leader, "kind").groups
    assert (kind.responses, kind.too_few) == (17, False)
    shown = [one.label for one in selectors.results(leader, "session").groups if not one.too_few]
    assert [label.split(",")[0] for label in shown] == ["Two"]


@pytest.mark.django_db
def test_the_page_of_one_session_holds_back_what_the_results_hold_back(school):
    first = group_session(school, 7, kind="assembly")
    group_session(school, 8, kind="assembly")
    group_session(school, 2, kind="assembly")
    assert selectors.session_results(viewer(school, Role.CAREERS_LEADER), first.pk).too_few


@pytest.mark.django_db
def test_a_result_opens_the_answers_it_counted_without_names(client_of, school):
    session = group_session(school, 7, kind="assembly", comment="More time")
    leader = client_of(Role.CAREERS_LEADER)
    page = leader.get(reverse("evaluation:results"))
    [shown] = page.context["shown"]
    figure = shown["tables"][0].rows[0][1]
    assert (figure.text, figure.number) == ("7", 7)
    answer = leader.get(figure.url)
    assert answer.context["total"] == 7
    words = answer.content.decode()
    assert "Did you find out something new?" in words
    assert "Could you ask or do something?" not in words
    assert "More time" not in words
    assert not any(row.student.family_name in words for row in session.attendance.all())


@pytest.mark.django_db
def test_answers_held_back_cannot_be_opened_by_address(client_of, school):
    group_session(school, 7, kind="assembly")
    few = group_session(school, 2, kind="careers_fair")
    leader = client_of(Role.CAREERS_LEADER)
    for query in (
        {"by": "session", "of": few.pk},
        {"by": "kind", "of": "careers_fair"},
        {"by": "nothing", "of": ""},
    ):
        answer = leader.get(reverse("evaluation:answers"), query)
        assert answer.context["total"] == 0
        assert "No answers to show" in answer.content.decode()
