"""Walls on PostgreSQL around the lists of vacancies, and around lessons of sessions."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0010_walls_of_records"),
        ("lessons", "0002_sessions_and_vacancies"),
    ]

    operations = [build_walls()]
