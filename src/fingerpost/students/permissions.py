"""Which students a viewer may see, and how much of them: where every query about them starts."""

from collections.abc import Set

from django.db.models import Q, QuerySet

from fingerpost.accounts.enums import Role
from fingerpost.accounts.viewer import Viewer

from .enums import Characteristic
from .models import Student

# Who keeps or steers for the whole school, whatever their scope says.
WHOLE_SCHOOL_GUIDANCE = (Role.CAREERS_LEADER, Role.SENCO, Role.SENIOR_LEADER)
SCOPED_GUIDANCE = (Role.TUTOR, Role.ADVISER)

# What the fact "vulnerable" is made of: whoever may see all of it may see the fact.
MAKES_VULNERABLE = frozenset(
    {
        Characteristic.SEN_PROVISION,
        Characteristic.EHC_PLAN,
        Characteristic.DISABILITY,
        Characteristic.IN_CARE,
        Characteristic.YOUNG_CARER,
    }
)
_SUPPORT = MAKES_VULNERABLE | {Characteristic.SEN_TYPE}
_SCHOOL_LIFE = {Characteristic.ATTENDANCE, Characteristic.ATTAINMENT}
_FUNDING = {Characteristic.FREE_SCHOOL_MEALS, Characteristic.PUPIL_PREMIUM}
_BACKGROUND = {
    Characteristic.FIRST_LANGUAGE,
    Characteristic.EAL,
    Characteristic.ETHNICITY,
    Characteristic.POSTCODE,
}
CHARACTERISTICS_BY_ROLE: dict[Role, Set[Characteristic]] = {
    Role.TUTOR: _SCHOOL_LIFE | {Characteristic.SEN_PROVISION, Characteristic.EHC_PLAN},
    Role.ADVISER: _SUPPORT | _SCHOOL_LIFE | {Characteristic.PUPIL_PREMIUM},
    Role.CAREERS_LEADER: _SUPPORT | _SCHOOL_LIFE | _FUNDING | _BACKGROUND,
    Role.SENCO: _SUPPORT | _SCHOOL_LIFE | _FUNDING | _BACKGROUND,
    Role.SENIOR_LEADER: _SUPPORT | _SCHOOL_LIFE | _FUNDING | _BACKGROUND,
    Role.ADMINISTRATOR: _SUPPORT | _SCHOOL_LIFE | _FUNDING | _BACKGROUND,
}


def _in_scope(viewer: Viewer, roles: tuple[Role, ...]) -> Q | None:
    """What the scoped holdings of these roles reach; None stands for every student."""
    reach = Q(pk__in=[])
    for holding in viewer.holdings:
        if holding.role not in roles:
            continue
        if holding.all_students:
            return None
        reach |= Q(tutor_group__scope__holding=holding) | Q(scope__holding=holding)
        years = holding.scopes.filter(year_group__isnull=False).values("year_group")
        reach |= Q(year_group__in=years)
    return reach


def named_students(viewer: Viewer) -> QuerySet[Student]:
    """Every student of the school the viewer acts at, but those whose records were erased."""
    return Student.objects.filter(school=viewer.school, anonymous_since__isnull=True)


def guidance_students(viewer: Viewer) -> QuerySet[Student]:
    """Students whose guidance record the viewer may open: theirs, at the school they act at."""
    students = named_students(viewer)
    if viewer.has(*WHOLE_SCHOOL_GUIDANCE):
        return students
    reach = _in_scope(viewer, SCOPED_GUIDANCE)
    if reach is None:
        return students
    return Student.objects.filter(pk__in=students.filter(reach).values("pk"))


def roll_students(viewer: Viewer) -> QuerySet[Student]:
    """Students whose line on the roll the viewer may see: names and groups, not guidance."""
    if viewer.has(Role.ADMINISTRATOR):
        return named_students(viewer)
    return guidance_students(viewer)


def own_student(viewer: Viewer) -> Student | None:
    """The viewer's own line on the roll, when they are a student here; read once a request."""
    if not viewer.has(Role.STUDENT):
        return None
    if "own_student" not in viewer.read:
        found = Student.objects.filter(school=viewer.school, person=viewer.person)
        viewer.read["own_student"] = found.first()
    return viewer.read["own_student"]


def children(viewer: Viewer) -> QuerySet[Student]:
    """The students at this school whom the viewer is a parent or carer of."""
    if not viewer.has(Role.PARENT):
        return Student.objects.none()
    links = viewer.person.family_links.filter(ended_on__isnull=True)
    return Student.objects.filter(school=viewer.school, pk__in=links.values("student"))


def children_showing(viewer: Viewer) -> QuerySet[Student]:
    """Those of `children` who let their family see what is coming up for them."""
    return children(viewer).filter(coming_shared_at__isnull=False)


def visible_characteristics(viewer: Viewer) -> frozenset[Characteristic]:
    """Which kinds of characteristic the viewer's roles may see."""
    return frozenset().union(
        *(CHARACTERISTICS_BY_ROLE.get(Role(role), set()) for role in viewer.roles)
    )
