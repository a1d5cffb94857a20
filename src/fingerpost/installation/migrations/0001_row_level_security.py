"""Row-level security between schools on PostgreSQL."""

from django.db import migrations

from fingerpost.installation.row_security import build_walls


class Migration(migrations.Migration):
    dependencies = [
        (app, "__first__")
        for app in (
            "accounts",
            "audit",
            "schools",
            "students",
            "ledger",
            "pathways",
            "programme",
            "interviews",
            "signposting",
            "destinations",
            "evaluation",
        )
    ]
    operations = [build_walls()]
