"""E-mails about changed sessions are behind the wall."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0005_walls_of_the_programme"),
        ("programme", "0004_session_notices"),
    ]
    operations = [build_walls()]
