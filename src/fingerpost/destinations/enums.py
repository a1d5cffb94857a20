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
