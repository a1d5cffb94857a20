"""Addresses of the students pages."""

from django.urls import path

from .views import scopes

app_name = "students"
urlpatterns = [
    path("scopes/<int:pk>/", scopes.scope, name="scope"),
]
