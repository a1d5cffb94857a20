"""Addresses of the pages about next steps."""

from django.urls import path

from . import views

app_name = "signposting"
urlpatterns = [
    path("", views.group, name="group"),
    path("students/<int:pk>/", views.for_student, name="for_student"),
    path("students/<int:pk>/decide/<str:rule>/", views.decide, name="decide"),
    path("students/<int:pk>/decisions/<int:override_pk>/end/", views.end, name="end_override"),
]
