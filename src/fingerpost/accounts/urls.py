"""Addresses of the pages about people."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.own_account, name="own_account"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/dates/", views.dates, name="role_dates"),
    path("people/<int:pk>/end/", views.end, name="end_role"),
    path("people/<int:pk>/invite/", views.invite_again, name="invite_again"),
]
