"""Addresses of the pages about next steps."""

from django.urls import path

from .views import rules, steps

app_name = "signposting"
urlpatterns = [
    path("", steps.group, name="group"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:rule>/switch-off/", rules.switch_off, name="switch_off"),
    path("rules/<str:rule>/switch-on/", rules.switch_on, name="switch_on"),
    path("students/<int:pk>/", steps.for_student, name="for_student"),
    path("students/<int:pk>/decide/<str:rule>/", steps.decide, name="decide"),
    path("students/<int:pk>/decisions/<int:override_pk>/end/", steps.end, name="end_override"),
]
