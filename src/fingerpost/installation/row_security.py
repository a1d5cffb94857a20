"""PostgreSQL's second wall between schools: rows of one school are not there for another.

A row of a school is neither read nor written, whatever a query forgot, unless the connection says
which school it is about, or that it is about every school (`fingerpost.walls`); a connection that
says nothing sees none. SQLite has no such wall. A database superuser passes through it: run as an
ordinary role (`checks.walls_hold` warns).
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models

from fingerpost.walls import EVERY_SCHOOL, SETTING

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
    # In brackets with SELECT, so that the database asks once for a query and not for every row.
    shown = f"(SELECT current_setting('{SETTING}', true))"
    for table in walled_tables(apps):
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" USING (school_id IS NULL '
            f"OR {shown} = '{EVERY_SCHOOL}' OR school_id = (SELECT NULLIF(NULLIF("
            f"current_setting('{SETTING}', true), ''), '{EVERY_SCHOOL}')::bigint))"
        )


def _remove(apps: Apps, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in walled_tables(apps):
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


def build_walls() -> migrations.RunPython:
    """The migration operation: the wall, as it is now, around every table there is by then."""
    return migrations.RunPython(_build, _remove)
