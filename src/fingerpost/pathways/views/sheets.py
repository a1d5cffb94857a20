"""Going on through questions that are asked a page at a time."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fingerpost.accounts.viewer import ViewerRequest


def go_on(
    request: ViewerRequest,
    *,
    pages: Sequence[Sequence[Any]],
    said: Collection[str],
    number: int,
    name: str,
) -> HttpResponse:
    """From one page of statements to the one that was asked for, or the next with one left open.

    Where only pages before it have any, a message says which was left out. name: the address of
    a page, which takes its number.
    """
    then = request.POST.get("then")
    if then == "later":
        messages.success(request, "Saved. You can go on any time.")
        return redirect("occupations:explore")
    if then == "back" and number > 1:
        return redirect(name, number - 1)
    left = [[one for one in page if one.key not in said] for page in pages]
    opened = [place for place, ones in enumerate(left, start=1) if ones]
    ahead = [place for place in opened if place > number]
    if not ahead:
        messages.info(request, _left_out([one for ones in left for one in ones]))
    return redirect(name, (ahead or opened)[0])


def _left_out(ones: Sequence[Any]) -> str:
    """Which statement is still to answer, and how many others."""
    others = len(ones) - 1
    more = f" {others} more {'is' if others == 1 else 'are'} left after that." if others else ""
    return f"You left out “{ones[0].text}”. Answer it here.{more}"
