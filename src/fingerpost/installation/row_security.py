"""PostgreSQL's second wall between schools: rows of one school are not there for another.

Every request names the school its viewer acts at (`accounts.middleware`); a row whose `school_id`
is another is then neither read nor written, whatever a query forgot. Outside a request (commands,
migrations) no school is named and nothing is held back. SQLite has no such wall. A database
superuser passes through it: run as an ordinary role.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models

SETTING = "fingerpost.school"
POLICY = "school_wall"


def walled_tables(apps: Apps) -> list[str]:
    """Tables whose every row belongs to one school, by name."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.column == "school_id"
        # Role holdings are read to find out which schools a person may act at.
        and model._meta.label != "accounts.RoleHolding"
    )


def _build(apps: Apps, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    named = f"NULLIF(current_setting('{SETTING}', true), '')"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = %s", [POLICY])
        walled = {row[0] for row in cursor.fetchall()}
    for table in sorted(set(walled_tables(apps)) - walled):
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" USING '
            f"({named} IS NULL OR school_id IS NULL OR school_id = {named}::bigint)"
        )


def _remove(apps: Apps, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in walled_tables(apps):
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


def build_walls() -> migrations.RunPython:
    """The migration operation that puts the wall around every table that has none by then."""
    return migrations.RunPython(_build, _remove)
