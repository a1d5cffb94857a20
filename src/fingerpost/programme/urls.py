"""Addresses of the programme pages."""

from django.urls import path

from . import views

app_name = "programme"
urlpatterns = [
    path("", views.sessions, name="sessions"),
    path("record/", views.record, name="record"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/attendance/", views.attendance, name="attendance"),
    path("<int:pk>/checklist/", views.judge, name="judge"),
    path("<int:pk>/take-back/", views.withdraw, name="withdraw"),
    path("<int:pk>/bring-back/", views.bring_back, name="bring_back"),
]
