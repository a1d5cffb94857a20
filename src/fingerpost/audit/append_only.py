"""Migration operations that make a table append-only in the database itself.

A person's or a student's erasure still works: rows may be deleted with what they belong to, and
the columns named in `but` may be emptied, as may the words in `words` (names, free text) where
records are kept without them.
"""

from typing import Any

from django.db import migrations


def _columns(cursor: Any, connection: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _changed(columns: list[str], but: tuple[str, ...], words: tuple[str, ...], is_not: str) -> str:
    free = (*but, *words)
    kept = [f'OLD."{name}" {is_not} NEW."{name}"' for name in columns if name not in free]
    emptied = [f'(NEW."{name}" IS NOT NULL AND OLD."{name}" {is_not} NEW."{name}")' for name in but]
    wiped = [f"""(NEW."{name}" <> '' AND OLD."{name}" {is_not} NEW."{name}")""" for name in words]
    return " OR ".join(kept + emptied + wiped)


def forbid_updates(
    table: str, sentence: str, but: tuple[str, ...] = (), words: tuple[str, ...] = ()
) -> migrations.RunPython:
    """Refuse every UPDATE of `table` with `sentence`.

    Except emptying: the columns in `but` become NULL, those in `words` the empty text.
    """

    def create(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            columns = _columns(cursor, connection, table)
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
                    f"WHEN {_changed(columns, but, words, 'IS NOT')} "
                    f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                )
                return
            cursor.execute(
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({_changed(columns, but, words, 'IS DISTINCT FROM')}) "
                f"EXECUTE FUNCTION {table}_refuse()"
            )

    def drop(apps: Any, schema_editor: Any) -> None:
        on_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on_table}")
        if not on_table:
            return
        schema_editor.execute(f"DROP FUNCTION {table}_refuse()")

    return migrations.RunPython(create, drop)


def allow_updates(
    table: str, sentence: str, but: tuple[str, ...] = (), words: tuple[str, ...] = ()
) -> migrations.RunPython:
    """Undo `forbid_updates` of the same arguments, so that another may take its place."""
    standing = forbid_updates(table, sentence, but, words)
    return migrations.RunPython(standing.reverse_code or standing.noop, standing.code)
