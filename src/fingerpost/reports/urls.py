"""Addresses of the reports pages."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("governors/", views.governors, name="governors"),
    path("impartiality/", views.impartiality, name="impartiality"),
    path("impartiality/sources/", views.impartiality_sources, name="impartiality_sources"),
    path("impartiality/students/", views.impartiality_students, name="impartiality_students"),
    path(
        "impartiality/students/<int:pk>/",
        views.impartiality_of_student,
        name="impartiality_of_student",
    ),
    path("governors.pdf", views.governors_pdf, name="governors_pdf"),
]
