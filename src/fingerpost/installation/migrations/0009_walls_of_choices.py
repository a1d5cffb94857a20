"""Applications, reasons, predicted grades and documents are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0008_walls_of_lessons"),
        ("choices", "0001_initial"),
    ]
    operations = [build_walls()]
