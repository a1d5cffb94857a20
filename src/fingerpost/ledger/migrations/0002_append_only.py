"""The database itself refuses to edit ledger lines; a correction is a line of its own."""

from django.db import migrations

from fingerpost.audit.append_only import forbid_updates


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        forbid_updates("ledger_entry", "Ledger entries are never edited.", but=("recorded_by_id",))
    ]
