"""Addresses of the pages of ideas."""

from django.urls import path

from .views import ideas as views

app_name = "pathways"
urlpatterns = [
    path("", views.ideas, name="ideas"),
    path("add/", views.add, name="add"),
    path("quick/", views.quick_add, name="quick_add"),
    path("shared/", views.shared, name="shared"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/which-job/", views.which_job, name="which_job"),
    path("<int:pk>/share/", views.share, name="share"),
    path("<int:pk>/stop-sharing/", views.stop_sharing, name="stop_sharing"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/bring-back/", views.pick_up, name="pick_up"),
    path("my-ideas.<str:form>", views.export, name="export"),
]
