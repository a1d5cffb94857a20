"""Addresses of the evaluation pages."""

from django.urls import path

from .views import adults, students

app_name = "evaluation"
urlpatterns = [
    path("", students.waiting, name="waiting"),
    path("results/", students.results, name="results"),
    path("results/answers/", students.answers, name="answers"),
    path("results/session/<int:pk>/", students.session_summary, name="session_summary"),
    path("interview/<int:pk>/", students.answer, {"what": "interview"}, name="interview"),
    path("session/<int:pk>/", students.answer, {"what": "session"}, name="session"),
    path("led/", adults.to_say, name="to_say"),
    path("led/<int:pk>/", adults.say, name="say"),
    path("led/<int:pk>/said/", adults.session_adults, name="session_adults"),
    path("guest/<str:token>/", adults.guest, name="guest"),
    path("worth/", adults.worth, name="worth"),
    path("worth/sessions/", adults.worth_of, name="worth_of"),
]
