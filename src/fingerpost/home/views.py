"""The start page of each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.accounts.permissions import ANYONE
from fingerpost.web.access import page


@page(ANYONE)
def start(request: HttpRequest) -> HttpResponse:
    """The first page: what matters now, by role."""
    return render(request, "home/start.html")
