"""Addresses of the destinations pages."""

from django.urls import URLPattern

app_name = "destinations"
urlpatterns: list[URLPattern] = []
