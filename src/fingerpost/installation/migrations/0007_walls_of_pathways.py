"""Answers about oneself are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0006_walls_of_session_notices"),
        ("pathways", "0002_occupations"),
    ]
    operations = [build_walls()]
