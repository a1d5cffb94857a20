from datetime import date

from tests.measures.builder import LAST_YEAR, Made
from tests.measures.specifications import specification

INTERVIEW, SHARED = "guidance_interview", "record_shared_with_student"
AGREED, DONE, DROPPED = "action_agreed", "action_done", "action_dropped"
YESTERDAY, TOMORROW = date(2026, 1, 14), date(2026, 1, 16)


@specification
def record_shared(s: Made) -> None:
    s.counted().had(INTERVIEW).had(SHARED, about="record:1")
    s.due().had(INTERVIEW)
    s.outside().had(SHARED, about="record:2")


@specification
def record_acknowledged(s: Made) -> None:
    s.counted().had(SHARED, about="record:1").had("record_acknowledged", about="record:1")
    one_left = s.due().had(SHARED, about="record:2").had("record_acknowledged", about="record:2")
    one_left.had(SHARED, about="record:3")
    s.outside().had("record_acknowledged", about="record:4")


@specification
def plan_shared_with_family(s: Made) -> None:
    s.counted().had(INTERVIEW).had("shared_with_family", about="record:1")
    s.due().had(INTERVIEW).had(SHARED, about="record:2")
    s.outside().had("shared_with_family", about="record:3")


@specification
def actions_agreed_this_year(s: Made) -> None:
    s.counted().had(AGREED, about="action:1").had(DONE, about="action:1")
    s.due().had(AGREED, LAST_YEAR, about="action:2")
    s.due()


@specification
def actions_open(s: Made) -> None:
    s.counted().had(AGREED, LAST_YEAR, about="action:1")
    s.due().had(AGREED, about="action:2").had(DONE, about="action:2")
    s.due().had(AGREED, about="action:3").had(DROPPED, about="action:3")


@specification
def actions_open_total(s: Made) -> None:
    two = s.worth(2).had(AGREED, about="action:1").had(AGREED, about="action:2")
    two.had(AGREED, about="action:3").had(DONE, about="action:3")
    s.worth(1).had(AGREED)
    s.worth(0)


@specification
def actions_overdue(s: Made) -> None:
    s.counted().had(AGREED, about="action:1", due_on=YESTERDAY)
    s.due().had(AGREED, about="action:2", due_on=s.as_of)
    s.due().had(AGREED, about="action:3")
    s.outside().had(AGREED, about="action:4", due_on=YESTERDAY).had(DONE, about="action:4")


@specification
def actions_without_date(s: Made) -> None:
    s.counted().had(AGREED, about="action:1").had(AGREED, about="action:2", due_on=TOMORROW)
    s.due().had(AGREED, about="action:3", due_on=TOMORROW)
    s.outside().had(AGREED, about="action:4").had(DROPPED, about="action:4")


@specification
def actions_done(s: Made) -> None:
    s.counted().had(AGREED, about="action:1").had(DONE, about="action:1")
    s.due().had(AGREED, about="action:2")
    s.outside().had(AGREED, about="action:3").had(DROPPED, about="action:3")


@specification
def ideas_saved(s: Made) -> None:
    s.counted().had("idea_saved", LAST_YEAR, about="idea:1")
    s.due().had("idea_saved", about="idea:2").had("idea_dropped", about="idea:2")


@specification
def ideas_mean(s: Made) -> None:
    one = s.worth(1).had("idea_saved", about="idea:1").had("idea_saved", about="idea:2")
    one.had("idea_dropped", about="idea:2")
    s.worth(2).had("idea_saved", times=2)
    s.worth(0)


@specification
def own_research_this_year(s: Made) -> None:
    s.counted().had("own_research")
    s.due().had("own_research", LAST_YEAR)


@specification
def self_assessed(s: Made) -> None:
    s.counted().had("self_assessment", LAST_YEAR)
    s.due().had("own_research")


@specification
def helpline_this_year(s: Made) -> None:
    s.counted().had("helpline_contact", channel="web_chat")
    s.due().had("helpline_contact", LAST_YEAR)
    s.due().had(INTERVIEW, channel="phone")


@specification
def feedback_this_year(s: Made) -> None:
    s.counted().had("assembly").had("feedback_given")
    s.due().had("assembly").had("feedback_given", LAST_YEAR)
    s.outside().had("feedback_given")


@specification
def mock_interview(s: Made) -> None:
    s.counted().had("mock_interview", LAST_YEAR)
    s.due().had(INTERVIEW)
