"""Addresses of the pathways pages."""

from django.urls import URLPattern

app_name = "pathways"
urlpatterns: list[URLPattern] = []
