"""A line outlives the erasure of the student's records without its words; nothing else changes."""

from django.db import migrations

from fingerpost.audit.append_only import allow_updates, forbid_updates

TABLE, SENTENCE, BUT = "ledger_entry", "Ledger entries are never edited.", ("recorded_by_id",)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        allow_updates(TABLE, SENTENCE, BUT),
        forbid_updates(TABLE, SENTENCE, BUT, words=("summary",)),
    ]
