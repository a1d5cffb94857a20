"""Tables that hang on a school's row are behind its wall too."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        ("installation", "0003_closed_unless_named"),
    ]
    operations = [build_walls()]
