"""Addresses of the start pages and of guidance records."""

from django.urls import path

from .views import coming_up
from .views import start as views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("students/<int:pk>/", views.guidance_record, name="guidance_record"),
    path("sessions/coming-up/", coming_up.coming_up, name="coming_up"),
    path("sessions/coming-up/family/", coming_up.show_family, name="show_family"),
    path("my-record/", views.own_record, name="own_record"),
]
