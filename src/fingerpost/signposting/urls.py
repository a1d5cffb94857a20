"""Addresses of the signposting pages."""

from django.urls import URLPattern

app_name = "signposting"
urlpatterns: list[URLPattern] = []
