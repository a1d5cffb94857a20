"""Answers to those who are to wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_fast(request: HttpRequest) -> HttpResponse:
    """More was sent in a short time than a person sends."""
    return render(request, "web/too_fast.html", {"title": "That was very fast"}, status=429)
