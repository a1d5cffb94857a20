"""Addresses of the students pages."""

from django.urls import URLPattern

app_name = "students"
urlpatterns: list[URLPattern] = []
