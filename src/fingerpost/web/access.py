"""One access rule per page: the decorator every view wears."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class AccessRule:
    """Who may open a page. `sentence` is shown in the documentation and tests read `roles`."""

    sentence: str
    allows: Callable[[HttpRequest], bool]
    roles: frozenset[str]
    public: bool = False


def page(rule: AccessRule) -> Callable[[View], View]:
    """Declare a view's access rule. Without it a view fails the architecture tests.

    Someone who is not signed in is sent to sign in; someone the rule does not allow gets 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule.public and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not rule.allows(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded

    return decorate
