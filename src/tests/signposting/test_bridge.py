"""The bridge between the ledger and the needs engine keeps nothing that is out of date."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost import rules
from fingerpost.engines.needs import Override as Word
from fingerpost.engines.needs import assess
from fingerpost.engines.needs.checker import problems
from fingerpost.ledger import bridge as ledger
from fingerpost.ledger import services
from fingerpost.schools.services import roll_changed
from fingerpost.signposting import bridge
from fingerpost.signposting.services import end_override, override, switch_off, switch_on
from fingerpost.students.enums import Characteristic
from fingerpost.students.services.lines import set_characteristics
from tests.factories import people

KINDS = ["guidance_interview", "employer_talk", "workplace_visit", "careers_lesson", "idea_saved"]
RULES = ["first_interview_year_11", "employer_this_year_10_11", "nothing_this_year"]


@pytest.fixture
def students(school):
    return [people.student(school, year_group=year) for year in (7, 9, 11, 11, 13)]


def wrote(student, kind="guidance_interview", **fields):
    line = services.Line(student, kind, timezone.localdate(), **fields)
    return services.record([line], by=None)[0]


def rules_of(student):
    return [step.rule_id for step in bridge.steps_for(student)]


def test_a_new_line_is_seen_at_once_and_so_is_its_withdrawal(students):
    student = students[2]
    assert "first_interview_year_11" in rules_of(student)
    entry = wrote(student)
    assert "first_interview_year_11" not in rules_of(student)
    services.correct(entry, None, by=None)
    assert "first_interview_year_11" in rules_of(student)


def test_a_changed_roll_is_seen_at_once(students):
    student = students[2]
    bridge.steps_for(student)
    student.year_group = 10
    student.save()
    roll_changed(student.school_id)
    assert "first_interview_year_11" not in rules_of(student)


def test_nothing_is_worked_out_again_while_nothing_changes(students, django_assert_num_queries):
    school = students[0].school
    first = bridge.assessment_of(school)
    with django_assert_num_queries(3):
        assert bridge.assessment_of(school) is first
    wrote(people.student(people.school(), year_group=11))
    assert bridge.assessment_of(school) is first


def test_someone_who_has_left_has_no_next_steps(students):
    student = students[2]
    student.left_on = timezone.localdate() - dt.timedelta(days=1)
    student.save()
    roll_changed(student.school_id)
    assert bridge.steps_for(student) == ()
    assert bridge.dues_of(student) == []


def test_one_student_alone_is_given_what_the_whole_school_is(students):
    for student, kind in zip(students, KINDS, strict=True):
        wrote(student, kind)
    school, today = students[0].school, timezone.localdate()
    whole = bridge.assessment_of(school)
    for student in students:
        alone = assess(ledger.facts_for(school, today, [student.pk]), bridge.rules_now(), today)
        assert alone.for_student(student.pk) == whole.for_student(student.pk)
        assert alone.need_score(student.pk) == whole.need_score(student.pk)


def test_a_students_own_page_has_one_step_for_each_suggestion(students):
    all_steps = bridge.steps_for(students[2])
    own = bridge.steps_for(students[2], own_page=True)
    assert len({step.suggests for step in all_steps}) == len(own) < len(all_steps)
    assert list(own) == [step for step in all_steps if step in own]


def test_the_first_step_that_is_told_rests_on_nothing_hidden(students):
    student = students[2]
    set_characteristics(student=student, values={Characteristic.YOUNG_CARER: "yes"}, by=None)
    roll_changed(student.school_id)
    school = student.school
    hidden = frozenset({"young_carer", "vulnerable"})
    carer_rule = bridge.rule_named("young_carer_time")
    wrote(student, "employer_talk", organisation="Made-up Ltd")
    found = dict(bridge.greatest_needs(school, {one.pk for one in students}, 10, hidden))
    assert set(found) == {one.pk for one in students}
    assert carer_rule.id not in {step.rule_id for step in found.values()}
    assert len(bridge.greatest_needs(school, {student.pk}, 10)) == 1
    assert bridge.greatest_needs(school, set(), 10) == []


def test_what_is_due_becomes_met_when_it_has_happened(students):
    def state():
        found = bridge.dues_of(students[2])
        return {one.label: one.state for one in found if "interview" in one.label.lower()}

    before = state()
    assert before
    assert "met" not in before.values()
    wrote(students[2], is_independent=True)
    assert "met" in state().values()


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("line"), st.integers(0, 4), st.sampled_from(KINDS)),
        st.tuples(st.just("withdraw"), st.integers(0, 9), st.none()),
        st.tuples(st.sampled_from(["dismiss", "raise"]), st.integers(0, 4), st.sampled_from(RULES)),
        st.tuples(st.just("end"), st.integers(0, 9), st.none()),
        st.tuples(st.sampled_from(["off", "on"]), st.none(), st.sampled_from(RULES)),
    ),
    max_size=7,
)


class World:
    """What has been done to a school's students so far."""

    def __init__(self, students):
        self.students, self.school = students, students[0].school
        self.lines, self.words, self.off = [], {}, set()
        self.until = timezone.localdate() + dt.timedelta(days=5)

    def do(self, deed, number, what):
        if deed == "line":
            self.lines.append(wrote(self.students[number], what))
        elif deed == "withdraw" and number < len(self.lines):
            services.correct(self.lines.pop(number), None, by=None)
        elif deed in ("dismiss", "raise"):
            student = self.students[number]
            self.words[student.pk, what] = override(
                student=student, rule=what, kind=deed, reason="Why", until_on=self.until, by=None
            )
        elif deed == "end" and number < len(self.words):
            end_override(standing=self.words.pop(list(self.words)[number]), by=None)
        elif deed == "off":
            switch_off(school=self.school, rule=what, reason="Why", until_on=self.until, by=None)
            self.off.add(what)
        elif deed == "on":
            switch_on(school=self.school, rule=what, by=None)
            self.off.discard(what)


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=deeds)
def test_whatever_is_done_the_steps_are_those_of_a_plain_reading(transactional_world, done):
    world = transactional_world()
    today = timezone.localdate()
    for deed in done:
        world.do(*deed)
        bridge.assessment_of(world.school)
    ledger.forget()
    rows = ledger.facts_for(world.school, today).to_pylist()
    speaking = [rule for rule in rules.next_step_rules(today) if rule.id not in world.off]
    words = [
        Word(made.student_id, made.rule, made.kind, made.until_on, made.reason)
        for made in world.words.values()
    ]
    assert problems(bridge.assessment_of(world.school), rows, speaking, words) == ()


@pytest.fixture
def transactional_world(db):
    """Makes a school of its own for each example."""

    def make():
        school = people.school()
        return World([people.student(school, year_group=year) for year in (7, 9, 11, 11, 13)])

    return make
