"""Lists that were sent are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0013_walls_of_given_opportunities"),
        ("lists", "0001_lists_taken_in"),
    ]
    operations = [build_walls()]
