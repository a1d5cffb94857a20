"""What providers give to a school, and their links, are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0012_walls_of_published_answers"),
        ("pathways", "0004_given_opportunities"),
    ]
    operations = [build_walls()]
