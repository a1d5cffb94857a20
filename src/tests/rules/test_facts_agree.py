from datetime import date

from fingerpost import rules
from fingerpost.measures.facts import registry

ON = date(2026, 11, 2)


def test_every_fact_that_rules_may_ask_about_is_measured_and_of_the_same_kind():
    measured = {fact.name: fact.kind for fact in registry(ON)}
    assert {name: measured.get(name) for name in rules.FACTS} == dict(rules.FACTS)
