from datetime import date

import pytest

from fingerpost import rules

ON = date(2026, 11, 2)

SECTOR = """
[[sector]]
name = "space"
label = "Space"
student_label = "Space"
order = 20
valid_from = 2026-09-01
source = "The school's own list"
"""
RULE = """
[[rule]]
id = "own_rule"
need = "own_need"
weight = 10
when = [{ fact = "ideas_saved", under = 1 }]
suggests = "save_idea"
title = "Save an idea"
reason = "Ideas saved: {ideas_saved}."
student_title = "Save an idea"
student_reason = "It helps."
meets = ["ideas_saved"]
who = "student"
valid_from = 2026-09-01
source = "The school's own rule"
"""
FRAMEWORK = """
[framework]
name = "own_framework"
label = "Our promise"
meaning = "What we promise."
valid_from = 2026-09-01
source = "Governors, July 2026"

[[criterion]]
id = "own_criterion"
label = "An idea saved"
student_label = "An idea saved"
years = [7]
met = [{ fact = "ideas_saved", at_least = 1 }]
source = "Governors, July 2026"
"""


def problems(own_rules, text, name="own.toml"):
    (own_rules / name).write_text(text, encoding="utf-8")
    with pytest.raises(rules.RuleError) as caught:
        rules.load(own_rules)
    return caught.value.problems


def test_the_products_own_rules_load_without_a_problem():
    book = rules.load()
    assert book is rules.load()
    assert len(book.version) == 16
    assert book.version == rules.version()


def test_an_installation_adds_its_own_rules_beside_the_others(own_rules):
    assert "space" not in [found.name for found in rules.sectors(ON)]
    before = rules.version()
    rules.forget()
    (own_rules / "more").mkdir()
    (own_rules / "own.toml").write_text(SECTOR + RULE)
    (own_rules / "more" / "framework.toml").write_text(FRAMEWORK)
    (own_rules / "notes.txt").write_text("not rules")
    assert "space" in [found.name for found in rules.sectors(ON)]
    assert rules.next_step_rules(ON)[-1].id == "own_rule"
    assert rules.entitlement_frameworks(ON)[-1].criteria[0].name == "own_criterion"
    assert rules.version() != before


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no folder of rule files at"):
        rules.load(tmp_path / "gone")


def test_changed_files_are_read_again_when_told_to(own_rules):
    rules.load(own_rules)
    (own_rules / "own.toml").write_text(SECTOR)
    assert len(rules.sectors(ON)) == 15
    rules.forget()
    assert len(rules.sectors(ON)) == 16


def test_nothing_is_in_force_before_its_first_day_or_after_its_last(own_rules):
    text = SECTOR.replace("source =", "valid_to = 2027-08-31\nsource =")
    (own_rules / "own.toml").write_text(text)
    days = {
        date(2026, 8, 31): False,
        date(2026, 9, 1): True,
        date(2027, 8, 31): True,
        date(2027, 9, 1): False,
    }
    for day, there in days.items():
        assert ("space" in [found.name for found in rules.sectors(day)]) is there


def test_a_name_may_return_when_the_dates_do_not_overlap(own_rules):
    earlier = SECTOR.replace("source =", "valid_to = 2027-08-31\nsource =")
    later = SECTOR.replace("2026-09-01", "2027-09-01").replace('"Space"', '"Space work"')
    (own_rules / "own.toml").write_text(earlier + later)
    labels = [
        [found.label for found in rules.sectors(day) if found.name == "space"]
        for day in (date(2026, 9, 1), date(2027, 9, 1))
    ]
    assert labels == [["Space"], ["Space work"]]


def test_every_mistake_is_told_at_once_with_file_and_entry(own_rules):
    text = SECTOR.replace("order = 20", 'order = "first"\ncolour = "blue"') + RULE.replace(
        "weight = 10", "weight = 200"
    )
    found = problems(own_rules, text)
    name = own_rules.name
    rule_line = 1 + text[: text.index("[[rule]]")].count("\n")
    assert found == (
        f'{name}/own.toml, line 2, sector "space": "order" must be a whole number from 1 to 999, '
        "not 'first'.",
        f'{name}/own.toml, line 2, sector "space": "colour" is not a key that belongs here.',
        f'{name}/own.toml, line {rule_line}, rule "own_rule": "weight" must be a whole number '
        "from 1 to 100, not 200.",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SECTOR + SECTOR, '"space" is already the name of another sector'),
        (SECTOR.replace('"space"', '"digital"'), '"digital" is already the name'),
        (RULE + RULE, '"own_rule" is already the name of another rule'),
        (FRAMEWORK.replace("own_criterion", "gatsby_2_information"), "another criterion"),
        (SECTOR.replace("2026-09-01", '"1 September"'), "must be a date such as"),
        (SECTOR.replace("2026-09-01", "2026-09-01T10:00:00"), "must be a date such as"),
        (SECTOR.replace("source =", "valid_to = 2020-01-01\nsource ="), 'is before "valid_from"'),
        (SECTOR.replace('label = "Space"\n', "", 1), '"label" is missing'),
        (SECTOR.replace('source = "The school\'s own list"', ""), '"source" is missing'),
        (SECTOR.replace("[[sector]]", "[sector]"), "write [[sector]] with two brackets"),
        (SECTOR.replace("[[sector]]", "[[sektor]]"), '"sektor" is not a kind of rule table'),
        ("name = ", "cannot be read as TOML"),
        (RULE.replace("ideas_saved", "ideas_had"), 'no fact called "ideas_had"'),
        (RULE.replace("{ideas_saved}", "{ideas_had}"), "uses {ideas_had}"),
        (RULE.replace("{ideas_saved}", "{ideas_saved"), "curly bracket"),
        (RULE.replace('who = "student"', 'who = "head"'), '"who" must be one of'),
        (RULE.replace('"save_idea"', '"go_home"'), '"suggests" must be one of'),
        (RULE.replace("when = [{", "months = [13]\nwhen = [{"), "whole numbers from 1 to 12"),
        (RULE.replace("under = 1", "at_least = 1"), "must not raise this rule's score"),
        (RULE.replace('ideas_saved", under', 'attainment", under'), 'depend on "attainment"'),
        (
            RULE.replace('fact = "ideas_saved", under = 1', 'fact = "sex", is = "F"'),
            'must not depend on "sex"',
        ),
        (
            RULE.replace('ideas_saved", under = 1', 'school_has_sixth_form", is = true'),
            "must not decide it",
        ),
        (FRAMEWORK.replace("[7]", "[6]"), "from 7 to 13"),
        (FRAMEWORK.replace("met = [{", "deadline = { year = 9 }\nmet = [{"), '"month" is missing'),
        (FRAMEWORK.split("[[criterion]]")[1].join(["[[criterion]]", ""]), "needs one [framework]"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(own_rules, text, expected):
    assert any(expected in sentence for sentence in problems(own_rules, text))


def test_a_file_in_another_encoding_is_told(own_rules):
    (own_rules / "own.toml").write_bytes(SECTOR.replace("Space", "Espacé").encode("latin-1"))
    with pytest.raises(rules.RuleError, match="not saved as UTF-8"):
        rules.load(own_rules)


def test_a_second_rule_for_the_same_need_may_not_be_raised_by_what_meets_the_first(own_rules):
    second = (
        RULE.replace("own_rule", "second_rule")
        .replace("under = 1", "over = 3")
        .replace('meets = ["ideas_saved"]', "meets = []")
    )
    (sentence,) = problems(own_rules, RULE + second)
    assert 'rule "second_rule"' in sentence
    assert '"ideas_saved" meets the need "own_need"' in sentence
