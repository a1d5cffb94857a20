"""Lessons and local entries are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0007_walls_of_pathways"),
        ("lessons", "0001_initial"),
    ]
    operations = [build_walls()]
