"""Needs and next steps: from facts about students and dated rules to an ordered list for each."""

from fingerpost.engines.needs.assess import assess
from fingerpost.engines.needs.assessment import ENGINE_VERSION, Assessment
from fingerpost.engines.needs.columns import MissingFacts
from fingerpost.engines.needs.steps import AppliedBoost, NextStep, Override, Ranked
from fingerpost.engines.needs.wording import facts_needed

__all__ = [
    "ENGINE_VERSION",
    "AppliedBoost",
    "Assessment",
    "MissingFacts",
    "NextStep",
    "Override",
    "Ranked",
    "assess",
    "facts_needed",
]
