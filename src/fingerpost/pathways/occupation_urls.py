"""Addresses of the pages to explore occupations."""

from django.urls import path

from .views import about_me, next_places, occupations, opportunities, published

app_name = "occupations"
urlpatterns = [
    path("", occupations.explore, name="explore"),
    path("about-me/", about_me.begin, name="about_me"),
    path("about-me/<int:number>/", about_me.sheet, name="about_me_sheet"),
    path("questions/<int:number>/", published.published_sheet, name="published_sheet"),
    path("questions/for-me/", published.published_for_me, name="published_for_me"),
    path("for-me/", about_me.for_me, name="for_me"),
    path("side-by-side/", occupations.compare, name="compare"),
    path("what-could-i-do/", next_places.next_places, name="next_places"),
    path("near/", opportunities.near, name="near"),
    path("near/bring-in/", opportunities.bring_in, name="bring_in"),
    path("near/bring-in/<int:pk>/", opportunities.list_preview, name="list_preview"),
    path("near/bring-in/<int:pk>/undo/", opportunities.undo_list, name="undo_list"),
    path("near/empty-list.csv", opportunities.blank_list, name="blank_list"),
    path("near/list.csv", opportunities.own_list, name="own_list"),
    path("near/<int:pk>/remove/", opportunities.remove, name="remove_near"),
    path("near/<int:pk>/bring-back/", opportunities.bring_back, name="bring_back_near"),
    path("near/taken-out/", opportunities.taken_out, name="taken_out"),
    path("<str:slug>/", occupations.occupation, name="occupation"),
]
