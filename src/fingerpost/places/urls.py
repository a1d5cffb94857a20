"""Addresses of rounds of places."""

from django.urls import path

from .views import answers, drafts, leader, offers, student

app_name = "places"
urlpatterns = [
    path("", leader.rounds, name="rounds"),
    path("add/", leader.add, name="add"),
    path("<int:pk>/", leader.round_page, name="round"),
    path("<int:pk>/change/", leader.change, name="change"),
    path("<int:pk>/shares/", leader.shares, name="shares"),
    path("<int:pk>/open/", leader.open_it, name="open"),
    path("<int:pk>/close/", leader.close, name="close"),
    path("<int:pk>/reopen/", leader.reopen, name="reopen"),
    path("<int:pk>/back/", leader.back, name="back"),
    path("<int:pk>/cancel/", leader.cancel, name="cancel"),
    path("<int:pk>/remind/", leader.remind, name="remind"),
    path("<int:pk>/students/", answers.students, name="students"),
    path("<int:pk>/students/<int:student>/", answers.enter, name="enter"),
    path("<int:pk>/drafts/", drafts.drafts, name="drafts"),
    path("<int:pk>/drafts/run/", drafts.run, name="run"),
    path("<int:pk>/compare/", drafts.compare, name="compare"),
    path("<int:pk>/compare/students/", drafts.compare_students, name="compare_students"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/students/", drafts.draft_students, name="draft_students"),
    path("drafts/<int:pk>/publish/", drafts.publish, name="publish"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="discard"),
    path("<int:pk>/offers/", offers.offers, name="offers"),
    path("<int:pk>/offers/file.<str:file_format>", offers.export, name="export"),
    path("<int:pk>/lists/", offers.lists, name="lists"),
    path("offers/<int:pk>/", offers.answer_for, name="answer_for"),
    path("mine/", student.mine, name="mine"),
    path("mine/<int:pk>/", student.my_round, name="my_round"),
    path("mine/<int:pk>/sent/", student.sent, name="sent"),
    path("mine/offers/<int:pk>/yes/", student.accept, name="accept"),
    path("mine/offers/<int:pk>/no/", student.refuse, name="refuse"),
    path("mine/offers/<int:pk>/stop-waiting/", student.stop_waiting, name="stop_waiting"),
]
