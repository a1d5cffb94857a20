"""Walls on PostgreSQL around answers to the published assessment."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0011_walls_of_vacancy_lists"),
        ("pathways", "0005_published_assessment"),
    ]

    operations = [build_walls()]
