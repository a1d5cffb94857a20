"""Addresses of the pages about people."""

from django.urls import path

from .views import joining, people

app_name = "accounts"
urlpatterns = [
    path("", people.own_account, name="own_account"),
    path("code/", joining.code, name="code"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/dates/", people.dates, name="role_dates"),
    path("people/<int:pk>/end/", people.end, name="end_role"),
    path("people/<int:pk>/invite/", people.invite_again, name="invite_again"),
]
