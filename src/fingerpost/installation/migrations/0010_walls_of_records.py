"""What students bring from other schools is behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0009_walls_of_choices"),
        ("records", "0001_initial"),
    ]
    operations = [build_walls()]
