"""How sign-in behaves: nobody registers themselves, an address must be known to a school."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by a school's administrator or its roll, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """A single sign-on joins an existing person by the address the school holds."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
