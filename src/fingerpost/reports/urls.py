"""Addresses of the reports pages."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("governors/", views.governors, name="governors"),
    path("governors.pdf", views.governors_pdf, name="governors_pdf"),
]
