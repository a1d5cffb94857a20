"""Promises that must hold for any students, any rules and any overrides."""

from datetime import date

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost import rules
from fingerpost.engines.needs import Override, assess, checker
from fingerpost.rules import FACTS, Boost, Condition, NextStepRule
from tests.engines.needs.made_facts import columns_of, made_columns, made_row, rows_of

ON = date(2026, 11, 2)
RULES = rules.next_step_rules(ON)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = ("interviews_ever", "actions_open", "days_since_interview")
KNOWN = {
    **{name: st.integers(0, 4) for name in NUMBERS},
    "attendance": st.integers(0, 40).map(lambda value: value / 10),
    "undecided": st.booleans(),
    "in_care": st.booleans(),
    "intended_route": st.sampled_from(["university", "apprenticeship", "t_level"]),
    "left_on": st.dates(date(2026, 1, 1), date(2026, 1, 4)),
}
VALUES = {name: st.none() | values for name, values in KNOWN.items()}


@st.composite
def conditions(draw):
    fact = draw(st.sampled_from(sorted(KNOWN)))
    value = KNOWN[fact]
    if draw(st.integers(0, 4)) == 0:
        return Condition(fact, "missing", draw(st.booleans()))
    if FACTS[fact] in ("bool", "str"):
        op = draw(st.sampled_from(["is", "is_not", "in"]))
    else:
        op = draw(
            st.sampled_from(
                ["is", "is_not", "in", "under", "at_most", "over", "at_least", "between"]
            )
        )
    if op == "in":
        return Condition(fact, op, tuple(draw(st.lists(value, min_size=1, max_size=3))))
    if op == "between":
        return Condition(fact, op, tuple(sorted((draw(value), draw(value)))))
    return Condition(fact, op, draw(value))


def several(least=0):
    return st.lists(conditions(), min_size=least, max_size=3).map(tuple)


@st.composite
def rule_sets(draw):
    count = draw(st.integers(1, 6))
    return tuple(
        NextStepRule(
            name=f"rule_{place}",
            valid_from=date(2020, 1, 1),
            valid_to=None,
            source="made",
            need=f"need_{draw(st.integers(0, 2))}",
            weight=draw(st.integers(1, 100)),
            months=draw(st.sampled_from([(), (), (11,), (3,)])),
            when=draw(several(1)),
            unless=draw(several()),
            boosts=tuple(
                Boost(draw(several(1)), draw(st.integers(1, 60)), "because")
                for _ in range(draw(st.integers(0, 2)))
            ),
            suggests="book_interview",
            title="title",
            reason="reason {actions_open}",
            student_title="title",
            student_reason="reason",
            variants=(),
            meets=(),
            who="tutor",
        )
        for place in range(count)
    )


rows_strategy = st.lists(st.fixed_dictionaries(VALUES), min_size=1, max_size=6).map(
    lambda found: [made_row(place) | row for place, row in enumerate(found, 10)]
)
overrides_strategy = st.lists(
    st.tuples(
        st.integers(9, 16),
        st.sampled_from(["*", "rule_0", "rule_1", "rule_2", "gone"]),
        st.sampled_from(["dismiss", "raise", "add"]),
        st.sampled_from([None, date(2026, 11, 1), ON]),
    ).filter(lambda found: found[1:3] != ("*", "add")),
    max_size=5,
).map(lambda found: [Override(*one, "made reason") for one in found])


@QUICK
@given(rows_strategy, rule_sets(), overrides_strategy)
def test_the_fast_way_agrees_with_the_plain_reading_for_any_rules(rows, made_rules, overrides):
    result = assess(columns_of(rows), made_rules, ON, overrides)
    assert checker.problems(result, rows, made_rules, overrides) == ()


@QUICK
@given(st.integers(0, 10_000), st.integers(1, 25))
def test_the_fast_way_agrees_with_the_plain_reading_for_the_real_rules(seed, size):
    columns = made_columns(size, seed)
    result = assess(columns, RULES, ON)
    assert checker.problems(result, rows_of(columns), RULES) == ()


@QUICK
@given(st.integers(0, 10_000), st.data())
def test_meeting_a_need_never_raises_it(seed, data):
    columns = made_columns(20, seed)
    rule = data.draw(st.sampled_from([rule for rule in RULES if rule.meets]))
    fact = data.draw(st.sampled_from(rule.meets))
    more = data.draw(st.integers(1, 5))
    raised = dict(columns)
    values = columns[fact]
    raised[fact] = values | True if FACTS[fact] == "bool" else values + more
    before = assess(columns, RULES, ON).needs[rule.need]
    after = assess(raised, RULES, ON).needs[rule.need]
    assert (after <= before).all()


def test_meeting_a_need_takes_it_away_for_someone():
    """So that the promise above is not kept by facts that nothing reads."""
    unread = [
        (rule.id, fact)
        for rule in RULES
        for fact in rule.meets
        if fact not in {c.fact for c in (*rule.when, *rule.unless)}
        and fact not in {c.fact for boost in rule.boosts for c in boost.when}
    ]
    # These steps are answered by a choice, by closing an action or by applying, which other facts
    # show.
    allowed = {
        "intention_recorded",
        "fallback_recorded",
        "actions_closed",
        "applications_made",
        "applications_level",
    }
    assert [found for found in unread if found[1] not in allowed] == []


@QUICK
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(seed, random):
    columns = made_columns(15, seed)
    order = list(range(15))
    random.shuffle(order)
    one = assess(columns, RULES, ON)
    other = assess({name: values[order] for name, values in columns.items()}, RULES, ON)
    assert other.facts_hash == one.facts_hash
    assert other.ranked() == one.ranked()
    assert list(other.steps()) == list(one.steps())
    assert other.students_with(suggests="book_interview") == one.students_with(
        suggests="book_interview"
    )


@QUICK
@given(st.integers(0, 10_000))
def test_one_student_alone_is_given_what_the_whole_school_gives_them(seed):
    columns = made_columns(4, seed)
    school = assess(columns, RULES, ON)
    for place, student in enumerate(columns["student_id"].tolist()):
        alone = assess({name: v[place : place + 1] for name, v in columns.items()}, RULES, ON)
        assert alone.for_student(student) == school.for_student(student)
        assert alone.need_score(student) == school.need_score(student)


def test_the_checker_notices_a_wrong_score():
    columns = made_columns(5)
    result = assess(columns, RULES, ON)
    result.scores.scores[0] += np.int16(1)
    assert checker.problems(result, rows_of(columns), RULES) != ()
