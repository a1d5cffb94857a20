"""The signed-in person as pages know them: who, at which school, in which roles."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from .enums import STAFF_ROLES
from .models import Person, RoleHolding

if TYPE_CHECKING:
    from fingerpost.schools.models import School


@dataclass(frozen=True)
class Viewer:
    """A person acting at one school, with the role holdings in force there today."""

    person: Person
    school: "School"
    holdings: tuple[RoleHolding, ...]
    # At how many schools the person holds a role.
    schools: int = 1
    # What was read about the person for this request, by name, so that it is read once.
    read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(holding.role for holding in self.holdings)

    def has(self, *roles: str) -> bool:
        """Whether the person holds any of `roles` at this school."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF_ROLES)


class ViewerRequest(HttpRequest):
    """A request that a page's access rule let in: of somebody signed in, acting at a school."""

    user: Person
    viewer: Viewer
