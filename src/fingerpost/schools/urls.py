"""Addresses of the pages about schools."""

from django.urls import path

from .views import calendar, choosing, installation, invitations, settings

app_name = "schools"
urlpatterns = [
    path("choose/", choosing.choose, name="choose"),
    path("add/", installation.add, name="add"),
    path("add/by-hand/", installation.add_by_hand, name="add_by_hand"),
    path("add/<str:urn>/", installation.add_listed, name="add_listed"),
    path("national-list/", installation.national_list, name="national_list"),
    path("staff/many/", invitations.many, name="many_staff"),
    path("invitations/send/", invitations.send_more, name="send_invitations"),
    path("settings/", settings.settings, name="settings"),
    path("settings/general/", settings.general, name="general"),
    path("settings/years/", settings.years, name="years"),
    path("settings/years/<int:pk>/", settings.change_year, name="change_year"),
    path("settings/years/<int:pk>/terms/add/", settings.add_term, name="add_term"),
    path("settings/terms/<int:pk>/", settings.change_term, name="change_term"),
    path("settings/terms/<int:pk>/remove/", settings.remove_term, name="remove_term"),
    path("settings/periods/", settings.week, name="periods"),
    path("settings/periods/<int:pk>/remove/", settings.remove_period, name="remove_period"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/add/", calendar.add_event, name="add_event"),
    path("settings/calendar/remove/", calendar.remove_events, name="remove_events"),
    path("settings/calendar/<int:pk>/", calendar.change_event, name="change_event"),
    path("settings/calendar/import/", calendar.import_calendar, name="import_calendar"),
    path("settings/calendar/import/<int:pk>/", calendar.calendar_import, name="calendar_import"),
    path(
        "settings/calendar/import/<int:pk>/undo/",
        calendar.undo_import,
        name="undo_calendar_import",
    ),
    path("settings/rooms/", settings.room_list, name="rooms"),
    path("settings/rooms/<int:pk>/", settings.change_room, name="change_room"),
    path("settings/rooms/<int:pk>/remove/", settings.remove_room, name="remove_room"),
]
