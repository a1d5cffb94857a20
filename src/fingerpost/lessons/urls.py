"""Addresses of the pages of the labour market lesson."""

from django.urls import path

from .views import entries, lessons, today, vacancies

app_name = "lessons"
urlpatterns = [
    path("", lessons.lessons, name="lessons"),
    path("today/", today.today, name="today"),
    path("of-session/<int:pk>/", lessons.for_session, name="for_session"),
    path("<int:pk>/", lessons.results, name="results"),
    path("<int:pk>/slides/<int:number>/", lessons.slide, name="slide"),
    path("<int:pk>/area/", lessons.area, name="area"),
    path("<int:pk>/take-back/", lessons.take_back, name="take_back"),
    path("near-here/", entries.entries, name="entries"),
    path("near-here/add/", entries.add, name="entry_add"),
    path("near-here/bring-in/", entries.bring_in, name="entries_bring_in"),
    path("near-here/bring-in/<int:pk>/", entries.list_preview, name="entries_list"),
    path("near-here/bring-in/<int:pk>/undo/", entries.undo_list, name="entries_undo_list"),
    path("near-here/empty-list.csv", entries.blank_list, name="entries_blank"),
    path("near-here/vacancies/", vacancies.bring_in, name="vacancies_bring_in"),
    path("near-here/vacancies/empty-list.csv", vacancies.blank_list, name="vacancies_blank"),
    path("near-here/vacancies/<int:pk>/", vacancies.vacancy_list, name="vacancy_list"),
    path("near-here/vacancies/<int:pk>/keep/", vacancies.keep, name="vacancies_keep"),
    path("near-here/<int:pk>/change/", entries.change, name="entry_change"),
    path("near-here/<int:pk>/renew/", entries.renew, name="entry_renew"),
    path("near-here/<int:pk>/withdraw/", entries.withdraw, name="entry_withdraw"),
    path("near-here/<int:pk>/bring-back/", entries.bring_back, name="entry_bring_back"),
]
