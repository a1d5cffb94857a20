"""Addresses of the pages of choices; those of intentions share their beginning."""

from django.urls import path

from .views import applications, documents, grades, mine, school

app_name = "choices"
urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("mine/why/", mine.why, name="why"),
    path("mine/applications/add/", applications.add, name="add"),
    path("mine/applications/near/", applications.near, name="near"),
    path("mine/applications/near/<int:pk>/", applications.take_near, name="take_near"),
    path("mine/applications/<int:pk>/change/", applications.change, name="change"),
    path("mine/applications/<int:pk>/state/", applications.move, name="move"),
    path("mine/applications/<int:pk>/plan/", applications.plan, name="plan"),
    path("mine/applications/<int:pk>/share/", applications.share, name="share"),
    path("mine/applications/<int:pk>/remove/", applications.remove, name="remove"),
    path("mine/applications/<int:pk>/bring-back/", applications.bring_back, name="bring_back"),
    path("family/", mine.family, name="family"),
    path("cv/", documents.documents, name="documents"),
    path("cv/new/<str:kind>/", documents.begin, name="begin"),
    path("cv/<int:pk>/", documents.document, name="document"),
    path("cv/<int:pk>/pick/", documents.pick_more, name="pick_more"),
    path("cv/<int:pk>/read/", documents.read, name="read"),
    path("cv/<int:pk>/pdf/", documents.pdf, name="pdf"),
    path("cv/<int:pk>/delete/", documents.delete, name="delete"),
    path("school/", school.school, name="school"),
    path("school/students/", school.students, name="students"),
    path("school/grades/", grades.grades, name="grades"),
    path("school/grades/<int:pk>/", grades.grade_list_preview, name="grade_list"),
    path("school/grades/<int:pk>/undo/", grades.undo_grades, name="undo_grades"),
    path("school/grades/empty.csv", grades.blank_grades, name="blank_grades"),
    path("school/students/<int:pk>/", school.of_student, name="of_student"),
    path(
        "school/students/<int:pk>/grades/<int:grade>/take-out/",
        grades.remove_grade,
        name="remove_grade",
    ),
]
