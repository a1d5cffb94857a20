"""Addresses of the start pages and of guidance records."""

from django.urls import path

from . import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("students/<int:pk>/", views.guidance_record, name="guidance_record"),
    path("my-record/", views.own_record, name="own_record"),
    path("my-record.json", views.export_own_record, name="export_own_record"),
]
