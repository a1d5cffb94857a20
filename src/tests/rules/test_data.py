"""Promises that the product's own rule data keep."""

import re
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest

from fingerpost import rules
from fingerpost.common import readability
from fingerpost.rules.facts import NEVER_IN_NEXT_STEPS, ONLY_TO_ADD

ON = date(2026, 11, 2)
KINDS = {kind.name: kind for kind in rules.kinds(ON)}
ROUTES = {route.name: route for route in rules.routes(ON)}
RULES = rules.next_step_rules(ON)
CRITERIA = {c.name: c for f in rules.entitlement_frameworks(ON) for c in f.criteria}


def student_texts():
    for rule in RULES:
        yield f"{rule.id} title", rule.student_title
        for number, words in enumerate((rule, *rule.variants)):
            yield f"{rule.id} reason {number}", words.student_reason
    for questions in rules.question_sets(ON):
        yield questions.name, questions.student_title
        for question in questions.questions:
            yield f"{questions.name} {question.name}", question.text
    for point in rules.decision_points(ON):
        yield point.name, point.student_question
    for route in ROUTES.values():
        yield route.name, route.meaning


@pytest.mark.parametrize("text", [pytest.param(t, id=n) for n, t in student_texts()])
def test_what_a_student_reads_can_be_read_at_age_11(text):
    assert readability.grade(text) <= readability.AGE_11_GRADE


def _filled(words, number):
    names = [name for _, name, _, _ in Formatter().parse(words) if name]
    return words.format(**dict.fromkeys(names, number))


STAFF_TEXTS = [
    pytest.param(_filled(words.reason, number), id=f"{rule.id} {place} with {number}")
    for rule in RULES
    for place, words in enumerate((rule, *rule.variants))
    for number in (0, 1, 4)
]


@pytest.mark.parametrize("text", STAFF_TEXTS)
def test_a_reason_is_a_sentence_that_leaves_nothing_open(text):
    assert text[0].isupper() and text.endswith(".")
    assert not re.search(r"[{}_]|  |, or no", text)


def test_whoever_said_something_is_not_told_that_nothing_is_recorded():
    for rule in RULES:
        said_nothing = "no intention" in rule.reason or "no idea about" in rule.reason
        if said_nothing:
            [variant] = rule.variants
            assert [(c.fact, c.op, c.value) for c in variant.when] == [
                ("intention_recorded", "is", True)
            ]
            assert "not sure" in variant.reason
            assert "not sure" in variant.student_reason


def test_every_route_is_offered_where_it_starts():
    at = {
        point.name: {route.name for route in ROUTES.values() if point.name in route.offered_at}
        for point in rules.decision_points(ON)
    }
    assert at["options"] == at["post_16"] == set(ROUTES) - {"university", "higher_apprenticeship"}
    assert at["post_18"] == set(ROUTES) - {"school_sixth_form", "sixth_form_college", "t_level"}


def test_the_purposes_that_kinds_count_for_are_those_the_report_and_the_benchmarks_name():
    by_purpose = {}
    for kind in KINDS.values():
        for purpose in kind.counts_for:
            by_purpose.setdefault(purpose, set()).add(kind.name)
    assert by_purpose == {
        "personal_guidance": {"guidance_interview"},
        "employer": {
            "employer_talk",
            "workplace_visit",
            "work_experience",
            "work_shadowing",
            "enterprise",
            "mentoring",
            "mock_interview",
            "careers_fair",
        },
        "workplace": {"workplace_visit", "work_experience", "work_shadowing"},
        "provider": {"provider_talk", "provider_visit", "taster", "careers_fair"},
        "curriculum": {"subject_lesson"},
        "labour_market": {"own_research", "careers_lesson"},
        "careers_programme": {"careers_lesson", "tutorial", "assembly"},
    }
    assert KINDS["careers_fair"].needs_organisation == ("employer",)


def test_records_count_for_nothing():
    assert all(not kind.counts_for for kind in KINDS.values() if kind.family == "record")
    assert {kind.family for kind in KINDS.values()} == {"encounter", "record"}


def test_technical_routes_and_apprenticeships_are_marked_as_such():
    assert {name for name, route in ROUTES.items() if route.technical} == {
        "further_education",
        "t_level",
        "apprenticeship",
        "higher_apprenticeship",
        "training_provider",
    }


def test_a_route_leads_only_to_routes_there_are_and_has_words_of_its_own():
    assert {other for route in ROUTES.values() for other in route.leads_to} <= set(ROUTES)
    assert set(rules.route_words(ON)) == set(ROUTES)


def test_no_t_level_before_there_were_any():
    assert "t_level" not in [route.name for route in rules.routes(date(2015, 1, 1))]


def test_the_fifteen_sectors_are_listed_once():
    sectors = rules.sectors(ON)
    assert len({sector.name for sector in sectors}) == 15
    assert [sector.order for sector in sectors] == list(range(1, 16))


def test_each_year_group_faces_one_decision_point_and_year_7_none():
    names = {
        year: (point.name if (point := rules.decision_point_of(year, ON)) else None)
        for year in range(7, 14)
    }
    assert names == {
        7: None,
        8: "options",
        9: "options",
        10: "post_16",
        11: "post_16",
        12: "post_18",
        13: "post_18",
    }


def test_each_framework_is_in_force_from_its_own_day():
    def names(on):
        return [framework.name for framework in rules.entitlement_frameworks(on)]

    assert names(date(2012, 8, 31)) == []
    assert names(date(2012, 9, 1)) == ["duty_2012"]
    assert names(date(2023, 1, 1)) == ["duty_2012", "provider_access_2023"]
    assert names(date(2025, 8, 31)) == ["duty_2012", "provider_access_2023"]
    assert names(ON) == ["duty_2012", "gatsby_2025", "provider_access_2023"]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("provider_access_first_phase", 9),
        ("provider_access_second_phase", 11),
        ("provider_access_third_phase", 13),
    ],
)
def test_provider_access_is_overdue_after_28_february_of_the_second_year_only(name, year):
    criterion = CRITERIA[name]
    assert criterion.years == (year - 1, year)
    assert criterion.years_overdue(date(2027, 2, 28)) == ()
    assert criterion.years_overdue(date(2028, 2, 29)) == (year,)
    assert criterion.years_overdue(date(2027, 3, 1)) == (year,)
    assert criterion.years_overdue(date(2027, 8, 31)) == (year,)
    assert criterion.years_overdue(date(2026, 9, 1)) == ()
    assert criterion.years_overdue(date(2026, 12, 31)) == ()


def test_an_interview_by_16_is_overdue_from_year_12_and_one_by_18_is_required():
    by_16 = CRITERIA["gatsby_8_interview_by_16"]
    assert by_16.years_overdue(date(2027, 8, 31)) == (12, 13)
    assert CRITERIA["gatsby_8_interview_by_18"].years == (12, 13)
    assert CRITERIA["gatsby_8_interview_by_18"].when == ()


def test_a_criterion_with_a_first_month_is_not_looked_at_before():
    criterion = CRITERIA["gatsby_5_employers"]
    from_january = replace(criterion, from_month=1)
    assert from_january.years_due(date(2026, 12, 31)) == ()
    assert from_january.years_due(date(2027, 1, 1)) == criterion.years
    assert from_january.years_due(date(2027, 8, 31)) == criterion.years
    assert from_january.years_due(date(2026, 9, 1)) == ()
    assert criterion.years_due(date(2026, 9, 1)) == criterion.years


def test_information_is_due_in_each_key_stage_and_not_by_14():
    assert CRITERIA["gatsby_2_information"].years == tuple(range(7, 14))
    assert CRITERIA["gatsby_2_information"].deadline is None


def test_only_the_provider_access_rules_speak_of_a_duty_in_numbers():
    for rule in RULES:
        words = f"{rule.title} {rule.reason} {rule.student_title} {rule.student_reason}".lower()
        for claim in (" law", "legal", "statutory", "must be"):
            assert claim not in words or rule.source.startswith("Provider access law 2023"), rule.id


def test_there_are_rules_for_every_stage_and_every_decision_point():
    years = dict.fromkeys(range(7, 14), 0)
    for rule in RULES:
        for year in years:
            years[year] += all(
                _year_fits(condition, year) for condition in rule.when if _about_year(condition)
            )
    assert len(RULES) >= 30
    assert min(years.values()) >= 5


def _about_year(condition):
    return condition.fact in ("year_group", "stage", "decision_point")


def _year_fits(condition, year):
    stage = "years_7_9" if year <= 9 else "years_10_11" if year <= 11 else "years_12_13"
    point = rules.decision_point_of(year, ON)
    value = {"year_group": year, "stage": stage, "decision_point": point and point.name}
    found, wanted = value[condition.fact], condition.value
    if condition.op == "between":
        return wanted[0] <= found <= wanted[1]
    return found in wanted if condition.op == "in" else found == wanted


def test_no_rule_narrows_by_attainment_sex_or_school():
    for rule in RULES:
        deciding = {c.fact for c in (*rule.when, *rule.unless)}
        every = deciding | {c.fact for boost in rule.boosts for c in boost.when}
        assert not every & NEVER_IN_NEXT_STEPS
        assert not deciding & ONLY_TO_ADD


def test_every_rule_says_where_it_comes_from():
    known = re.compile(
        r"^(Ofsted 2013, |Gatsby 2025, benchmark|Provider access law 2023, |DfE careers guidance, )"
    )
    for rule in RULES:
        for part in rule.source.split("; "):
            assert known.match(part), (rule.id, part)
        for number in re.findall(r"paragraphs? ([\d, to and]+)", rule.source):
            assert all(1 <= int(n) <= 64 for n in re.findall(r"\d+", number)), rule.id


def test_student_words_never_name_a_characteristic():
    private = re.compile(
        r"\b(SEN|SENCO|EHC|special|disab\w+|care|carer|premium|school meals|attendance|NEET)\b",
        re.IGNORECASE,
    )
    for rule in RULES:
        words = f"{rule.student_title} {rule.student_reason}"
        assert not private.search(words), rule.id


def test_student_words_use_no_placeholder_for_what_is_sensitive():
    for rule in RULES:
        for name in re.findall(r"{(\w+)}", rule.student_title + rule.student_reason):
            assert name not in rules.SENSITIVE_FACTS


def test_every_suggestion_is_used_by_a_rule():
    assert {rule.suggests for rule in RULES} == rules.SUGGESTIONS


def test_figures_about_fewer_than_six_are_hidden(own_rules):
    assert rules.disclosure_threshold(ON) == 6
    rules.forget()
    (own_rules / "own.toml").write_text(
        '[[disclosure]]\nname = "own"\nthreshold = 10\nmeaning = "Ours"\n'
        'valid_from = 2020-01-01\nsource = "Ours"\n'
    )
    assert rules.disclosure_threshold(ON) == 10


def test_the_checklists_ask_what_the_benchmarks_ask():
    by_name = {checklist.name: checklist for checklist in rules.checklists(ON)}
    assert set(by_name) == {"benchmark_5", "benchmark_6", "benchmark_7"}
    assert [c.counts_for for c in by_name.values()] == ["employer", "workplace", "provider"]
    six = {item.name for item in by_name["benchmark_6"].items}
    assert {"range_of_people", "real_task", "employer_feedback", "two_way"} <= six
    assert {"met_staff", "met_learners"} <= {i.name for i in by_name["benchmark_7"].items}


def test_a_question_set_is_three_questions_and_room_for_words():
    sets = rules.question_sets(ON)
    assert [found.after for found in sets] == ["interview", "group", "led", "given"]
    for found in sets:
        assert [bool(question.answers) for question in found.questions] == [True, True, True, False]


def test_the_shares_of_the_overall_need_add_up():
    scale = rules.need_scale(ON)
    assert sum(scale.shares) == 100
