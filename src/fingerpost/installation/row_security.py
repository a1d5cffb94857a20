"""PostgreSQL's second wall between schools: rows of one school are not there for another.

A row of a school is neither read nor written, whatever a query forgot, unless the connection says
which school it is about, or that it is about every school (`fingerpost.walls`); a connection that
says nothing sees none. SQLite has no such wall. A database superuser passes through it: run as an
ordinary role (`checks.walls_hold` warns).
"""

from collections.abc import Collection
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models

from fingerpost.walls import EVERY_SCHOOL, SETTING

POLICY = "school_wall"
# In brackets with SELECT, so that the database asks once for a query and not for every row.
_SHOWN = f"(SELECT current_setting('{SETTING}', true))"
_NAMED = (
    f"(SELECT NULLIF(NULLIF(current_setting('{SETTING}', true), ''), '{EVERY_SCHOOL}')::bigint)"
)


def walled_tables(apps: Apps) -> dict[str, str]:
    """Each table whose rows belong to one school, with the condition on which it shows a row.

    A table that names its school shows that school's rows; one that hangs on such a table (a
    student's characteristics, a session's attendance) shows a row where it shows what it hangs on.
    """
    found = {
        model._meta.db_table: f"school_id IS NULL OR school_id = {_NAMED}"
        for model in apps.get_models()
        if "school_id" in [field.column for field in _keys(model)]
        # Role holdings are read to find out which schools a person may act at.
        and model._meta.label != "accounts.RoleHolding"
    }
    while hanging := {
        model._meta.db_table: condition
        for model in apps.get_models()
        if model._meta.db_table not in found and (condition := _hangs_on(model, found))
    }:
        found |= hanging
    return dict(sorted(found.items()))


def _keys(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def _hangs_on(model: type[models.Model], walled: Collection[str]) -> str:
    table = model._meta.db_table
    return " AND ".join(
        f'("{table}"."{key.column}" IS NULL OR EXISTS (SELECT 1 FROM "{parent}" AS parent '
        f'WHERE parent.id = "{table}"."{key.column}"))'
        for key in _keys(model)
        if (parent := key.related_model._meta.db_table) in walled
    )


def _build(apps: Apps, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, condition in walled_tables(apps).items():
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" '
            f"USING ({_SHOWN} = '{EVERY_SCHOOL}' OR {condition})"
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
