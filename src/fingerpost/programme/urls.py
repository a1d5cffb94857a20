"""Addresses of the programme pages."""

from django.urls import path

from .views import recording, registers

app_name = "programme"
urlpatterns = [
    path("", recording.sessions, name="sessions"),
    path("record/", recording.record, name="record"),
    path("<int:pk>/", recording.session, name="session"),
    path("<int:pk>/change/", recording.change, name="change"),
    path("<int:pk>/register/", registers.register, name="register"),
    path("<int:pk>/register/walk-in/", registers.walk_in, name="walk_in"),
    path("register-worker.js", registers.worker, name="register_worker"),
    path("<int:pk>/checklist/", recording.judge, name="judge"),
    path("<int:pk>/take-back/", recording.withdraw, name="withdraw"),
    path("<int:pk>/bring-back/", recording.bring_back, name="bring_back"),
]
