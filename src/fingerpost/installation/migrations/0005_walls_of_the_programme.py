"""The programme, places, timetables, calendars and what adults say are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0004_walls_of_what_hangs_on_a_school"),
        ("programme", "0003_programme_pages"),
        ("evaluation", "0002_adult_feedback"),
        ("schools", "0003_school_events"),
        ("calendars", "0001_calendar_feeds"),
        ("places", "0001_initial"),
        ("timetables", "0001_initial"),
    ]
    operations = [build_walls()]
