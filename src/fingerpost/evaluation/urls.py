"""Addresses of the evaluation pages."""

from django.urls import path

from . import views

app_name = "evaluation"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("results/", views.results, name="results"),
    path("results/answers/", views.answers, name="answers"),
    path("results/session/<int:pk>/", views.session_summary, name="session_summary"),
    path("interview/<int:pk>/", views.answer, {"what": "interview"}, name="interview"),
    path("session/<int:pk>/", views.answer, {"what": "session"}, name="session"),
]
