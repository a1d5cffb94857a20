"""The review of an interview's record and actions while they are written."""

from fingerpost.engines.planreview.review import review
from fingerpost.engines.planreview.shapes import ActionDraft, Mark, PlanDraft

__all__ = ["ActionDraft", "Mark", "PlanDraft", "review"]
