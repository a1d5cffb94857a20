"""Row-level security shows nothing where no school is named."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0002_walls_of_newer_tables"),
        ("interviews", "0003_group_bookings"),
    ]
    operations = [build_walls()]
