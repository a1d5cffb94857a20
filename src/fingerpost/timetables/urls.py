"""Addresses of the pages about timetables."""

from django.urls import path

from .views import drafts, papers, publishing, repairs, timetables

app_name = "timetables"
urlpatterns = [
    path("", timetables.timetables, name="list"),
    path("make/", timetables.make, name="make"),
    path("count/", timetables.count, name="count"),
    path("<int:pk>/", timetables.timetable, name="timetable"),
    path("<int:pk>/change/", timetables.change, name="change"),
    path("<int:pk>/adults/", timetables.adults, name="adults"),
    path("<int:pk>/again/", timetables.again, name="again"),
    path("<int:pk>/remove/", timetables.remove, name="remove"),
    path("<int:pk>/compare/", drafts.compare, name="compare"),
    path("<int:pk>/repair/", repairs.repair, name="repair"),
    path("<int:pk>/cancel/", publishing.cancel, name="cancel"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/students/", drafts.students, name="students"),
    path("drafts/<int:pk>/take/", drafts.take, name="take"),
    path("drafts/<int:pk>/begin-again/", drafts.begin_again, name="begin_again"),
    path("drafts/<int:pk>/remove/", drafts.remove, name="remove_draft"),
    path("drafts/<int:pk>/publish/", publishing.publish, name="publish"),
    path("drafts/<int:pk>/file/", papers.download, name="download"),
    path("drafts/<int:pk>/print/", papers.printed, name="print"),
]
