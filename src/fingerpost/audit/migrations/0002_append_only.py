"""The database itself refuses to edit audit lines."""

from django.db import migrations

from fingerpost.audit.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        forbid_updates("audit_event", "Audit events are never edited.", but=("actor_id",))
    ]
