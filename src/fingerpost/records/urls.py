"""Addresses of records that students take along and bring with them."""

from django.urls import path

from .views import reading, taking

app_name = "records"
urlpatterns = [
    path("mine/", taking.mine, name="mine"),
    path("mine/record.<str:form>", taking.my_file, name="my_file"),
    path("student/<int:pk>/", taking.student, name="student"),
    path("student/<int:pk>/read-in/", reading.send, name="send"),
    path("student/<int:pk>/record.<str:form>", taking.file, name="file"),
    path("read-in/<int:pk>/", reading.record_import, name="record_import"),
    path("read-in/<int:pk>/add/", reading.read_in, name="read_in"),
    path("read-in/<int:pk>/discard/", reading.discard, name="discard"),
    path("read-in/<int:pk>/undo/", reading.undo, name="undo"),
]
