"""Addresses of the pages about next steps."""

from django.urls import path

from . import rule_views, views

app_name = "signposting"
urlpatterns = [
    path("", views.group, name="group"),
    path("rules/", rule_views.rules, name="rules"),
    path("rules/<str:rule>/switch-off/", rule_views.switch_off, name="switch_off"),
    path("rules/<str:rule>/switch-on/", rule_views.switch_on, name="switch_on"),
    path("students/<int:pk>/", views.for_student, name="for_student"),
    path("students/<int:pk>/decide/<str:rule>/", views.decide, name="decide"),
    path("students/<int:pk>/decisions/<int:override_pk>/end/", views.end, name="end_override"),
]
