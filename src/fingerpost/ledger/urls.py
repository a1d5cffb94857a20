"""Addresses of the ledger pages."""

from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("coverage/", views.coverage, name="coverage"),
    path("act/", views.act, name="act"),
    path("<slug:name>/", views.measure, name="measure"),
    path("<slug:name>/working-out/", views.working_out, name="working_out"),
    path("<slug:name>/students/", views.measure_students, name="measure_students"),
]
