"""What students find and think about, and what there is to find."""

from .ideas import Idea, IdeaKind, PublishedAnswers, SelfAssessment
from .opportunities import (
    FACT_NAMES,
    FACTS,
    GivenOpportunity,
    GivenState,
    Opportunity,
    OpportunityKind,
    ProviderLink,
)
from .published import (
    Course,
    Description,
    Placed,
    PostcodeDistrict,
    Provider,
    PublishedAssessment,
)

__all__ = [
    "FACTS",
    "FACT_NAMES",
    "Course",
    "Description",
    "GivenOpportunity",
    "GivenState",
    "Idea",
    "IdeaKind",
    "Opportunity",
    "OpportunityKind",
    "Placed",
    "PostcodeDistrict",
    "Provider",
    "ProviderLink",
    "PublishedAnswers",
    "PublishedAssessment",
    "SelfAssessment",
]
