"""Words about choices."""

HOW_SURE = (
    (1, "I have no idea yet"),
    (2, "I have a few ideas"),
    (3, "I lean one way"),
    (4, "I am quite sure"),
    (5, "I am sure"),
)
NOT_SURE_AT_MOST = 2
OPTIONS = "options"
FALLBACK = "fallback"

# Routes that do not start at a decision point: the first group starts after 18 only, the
# second is joined at 16. Every other route is offered at both.
AFTER_18_ONLY = frozenset({"university", "higher_apprenticeship"})
AT_16_ONLY = frozenset({"school_sixth_form", "sixth_form_college", "t_level"})
