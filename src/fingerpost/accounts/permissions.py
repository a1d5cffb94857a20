"""The access rules that pages declare. Each page names exactly one."""

from django.http import HttpRequest

from fingerpost.web.access import AccessRule

from .enums import STAFF_ROLES, Role
from .viewer import Viewer


def roles(*allowed: Role) -> AccessRule:
    """A page for people holding any of these roles at the school they act at."""
    names = ", ".join(sorted(role.label.lower() for role in allowed))

    def allows(request: HttpRequest) -> bool:
        viewer: Viewer | None = getattr(request, "viewer", None)
        return viewer is not None and viewer.has(*allowed)

    return AccessRule(f"for {names}", allows, frozenset(allowed))


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


ANYONE = AccessRule("for anyone, signed in or not", lambda request: True, frozenset(), public=True)
SIGNED_IN = AccessRule("for anyone who is signed in", _signed_in, frozenset(Role))
INSTALLATION = AccessRule(
    "for whoever runs the installation",
    lambda request: bool(getattr(request.user, "runs_installation", False)),
    frozenset(),
)

AT_A_SCHOOL = roles(*Role)
STUDENT = roles(Role.STUDENT)
PARENT = roles(Role.PARENT)
STAFF = roles(*STAFF_ROLES)
ADMINISTRATOR = roles(Role.ADMINISTRATOR)
CAREERS_LEADER = roles(Role.CAREERS_LEADER)
ADVISER = roles(Role.ADVISER)
# Those who plan and steer: may see whole-school pages that name students.
STEERING = roles(Role.CAREERS_LEADER, Role.SENIOR_LEADER, Role.SENCO)
# Those who hold a guidance record's students in their care; the selectors narrow it to theirs.
GUIDANCE = roles(Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER)
# Those who keep the roll and the school's set-up.
ROLL = roles(Role.ADMINISTRATOR, Role.CAREERS_LEADER)
# Those who may see lines of the roll; the selectors narrow it to their students.
ROLL_LINES = roles(
    Role.ADMINISTRATOR,
    Role.TUTOR,
    Role.ADVISER,
    Role.CAREERS_LEADER,
    Role.SENCO,
    Role.SENIOR_LEADER,
)
# Figures without names.
REPORTS = roles(Role.GOVERNOR, Role.SENIOR_LEADER, Role.CAREERS_LEADER)
# Those who may book and run guidance interviews.
INTERVIEWS = roles(Role.ADVISER, Role.CAREERS_LEADER)
# Those who may enter what a group has done.
RECORDING = roles(Role.TUTOR, Role.CAREERS_LEADER, Role.ADVISER, Role.SENCO)
# Those who keep what employers and local bodies say of work near here.
LOCAL_MARKET = roles(Role.CAREERS_LEADER, Role.ADVISER)
# Those who plan the careers programme: activities, their sessions and the money.
PLANNING = roles(Role.CAREERS_LEADER)
# Those who may read what the programme costs.
BUDGET = roles(Role.CAREERS_LEADER, Role.SENIOR_LEADER)
# Those who answer for what advisers and organisations show students.
ANSWERING = roles(Role.CAREERS_LEADER, Role.SENIOR_LEADER)
# Those to whom e-mails about interviews and plans go.
WRITTEN_TO = roles(Role.STUDENT, Role.TUTOR, Role.ADVISER, Role.CAREERS_LEADER)
