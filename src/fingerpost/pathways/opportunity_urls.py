"""Addresses of the pages about what providers offer."""

from django.urls import path

from .views import given, provider

app_name = "opportunities"
urlpatterns = [
    path("add/<str:kind>/", given.add, name="add"),
    path("<int:pk>/change/", given.change, name="change"),
    path("links/", given.links, name="links"),
    path("links/<int:pk>/send/", given.send_link, name="send_link"),
    path("links/<int:pk>/revoke/", given.revoke_link, name="revoke_link"),
    path("waiting/", given.waiting, name="waiting"),
    path("waiting/decide/", given.decide, name="decide"),
    path("waiting/<int:pk>/undo/", given.undo, name="undo"),
    path("by/<str:token>/", provider.provider, name="provider"),
    path("by/<str:token>/add/<str:kind>/", provider.give, name="give"),
    path("by/<str:token>/correct/<int:pk>/", provider.correct, name="correct"),
    path("by/<str:token>/end/<int:pk>/", provider.end, name="end"),
    path("by/<str:token>/change/<int:pk>/", provider.change, name="change_given"),
    path("by/<str:token>/take-back/<int:pk>/", provider.take_back, name="take_back"),
]
