"""A line outlives the erasure of a student's records without names; nothing else changes."""

from django.db import migrations

from fingerpost.audit.append_only import allow_updates, forbid_updates

TABLE, SENTENCE, BUT = "audit_event", "Audit events are never edited.", ("actor_id",)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        allow_updates(TABLE, SENTENCE, BUT),
        forbid_updates(TABLE, SENTENCE, BUT, words=("actor_label", "subject_label")),
    ]
