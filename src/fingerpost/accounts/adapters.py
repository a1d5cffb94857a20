"""How sign-in behaves: nobody registers themselves, an address must be known to a school."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from .names import is_name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a school's administrator or its roll, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent to a sign-in name: no letter box belongs to it."""
        if not is_name(email):
            super().send_mail(template_prefix, email, context)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A single sign-on joins an existing person by the address the school holds."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
