"""Addresses of the destinations pages."""

from django.urls import path

from . import views

app_name = "destinations"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("groups/", views.groups, name="groups"),
    path("groups/<int:pk>/", views.group, name="group"),
    path("student/<int:pk>/", views.student, name="student"),
]
