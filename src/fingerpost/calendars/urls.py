"""Addresses of a person's own calendar."""

from django.urls import path

from . import views

app_name = "calendars"
urlpatterns = [
    path("", views.own, name="own"),
    path("make/", views.make, name="make"),
    path("revoke/", views.revoke, name="revoke"),
    path("<int:school>/<str:token>.ics", views.feed, name="feed"),
]
