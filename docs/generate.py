"""Write the generated reference pages: `python -m docs.generate`, with `--check` only to compare.

They say what the code and the rule data say, so they cannot say anything else. What is in force
depends on the day; these pages take the day on which the newest rule came into force, so that
they are the same every day until the rules change.
"""

import argparse
import datetime as dt
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "reference"
COMMAND = "python -m docs.generate"
STALE = 1


def table(headings: list[str], rows: Iterable[Iterable[Any]]) -> list[str]:
    """A table in Markdown."""
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    return lines + [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]


def _cell(value: Any) -> str:
    return re.sub(r"\s+", " ", str(value)).replace("|", "\\|")


def _since(entry: Any) -> str:
    end = f" to {entry.valid_to}" if entry.valid_to else ""
    return f"{entry.valid_from}{end}"


def _day() -> dt.date:
    """The day on which the newest rule came into force."""
    from fingerpost import rules

    book = rules.load()
    lists = [value for value in vars(book).values() if isinstance(value, tuple)]
    days = [entry.valid_from for entries in lists for entry in entries]
    days += [one.valid_from for framework in book.frameworks for one in framework.criteria]
    return max(days)


def _conditions(conditions: Iterable[Any]) -> str:
    return "; ".join(f"`{one.fact}` {_op(one.op, one.value)}" for one in conditions)


def _op(op: str, value: Any) -> str:
    if op == "missing":
        return "is not known" if value else "is known"
    if op == "between":
        return f"from {value[0]} to {value[1]}"
    if op == "in":
        return f"is one of {', '.join(str(one) for one in value)}"
    shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return f"{op.replace('_', ' ')} {shown}"


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


# Pages ----------------------------------------------------------------------------------------


def _addresses(patterns: Iterable[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def pages() -> list[str]:
    """Every address of Fingerpost's own, who may open it, and what it is for."""
    from django.urls import get_resolver

    from fingerpost.accounts.enums import Role

    rows = []
    for route, view in sorted(_addresses(get_resolver().url_patterns), key=lambda one: one[0]):
        rule = getattr(view, "access_rule", None)
        if rule is None:
            continue
        letting_in = [role.label for role in Role if role in rule.roles]
        roles = "all" if rule.public or len(letting_in) == len(Role) else ", ".join(letting_in)
        what = (view.__doc__ or "").strip().split("\n\n")[0]
        rows.append((f"`/{route}`", what, rule.sentence, roles or "no role: a right of its own"))
    return [
        "# Pages",
        "",
        "The rule of a page says which roles may open it. Which students are on it is decided "
        "by `students/permissions.py`. A student of another school, or outside the scope of a "
        "role, is not found. Pages under `/sign-in/` are those of the sign-in library.",
        "",
        *table(["address", "what", "rule", "roles"], rows),
    ]


# Rules and measures ---------------------------------------------------------------------------


def measures() -> list[str]:
    """The catalogue of measures."""
    from fingerpost.ledger import bridge

    found = bridge.catalogue(_day())
    lines = [
        "# Measures",
        "",
        f"{len(found)} measures in force on {_day()}. Each is worked out the same way for one "
        "student, any group and a whole school. `fingerpost measures compute NAME --school URN` "
        "computes one.",
        "",
    ]
    rows = (
        (f"`{m.name}`", m.title, m.meaning, m.denominator, m.unit, m.source, _since(m))
        for m in sorted(found, key=lambda one: one.name)
    )
    headings = ["name", "title", "meaning", "of whom", "unit", "source", "valid"]
    return lines + table(headings, rows)


def facts() -> list[str]:
    """Everything that rules and measures may ask of one student."""
    from fingerpost import rules
    from fingerpost.measures.facts import registry

    found = registry(_day())
    rows = (
        (
            f"`{fact.name}`",
            fact.kind,
            fact.meaning,
            "yes" if fact.name in rules.SENSITIVE_FACTS else "",
        )
        for fact in sorted(found, key=lambda one: one.name)
    )
    return [
        "# Facts",
        "",
        f"{len(found)} facts: one value for one student on one day, worked out from roll and "
        "ledger. A reason that rests on a sensitive fact is shown only to those who may see it.",
        "",
        *table(["name", "kind", "meaning", "sensitive"], rows),
    ]


def next_steps() -> list[str]:
    """The rules that suggest next steps."""
    from fingerpost import rules

    found = sorted(rules.next_step_rules(_day()), key=lambda one: one.name)
    lines = [
        "# Next-step rules",
        "",
        f"{len(found)} rules in force on {_day()}. A rule holds for a student when every "
        "condition under “when” holds and none under “unless” does. The weight, with the points "
        "that are added, orders a student’s steps.",
    ]
    for rule in found:
        lines += ["", f"## `{rule.name}`", "", *_step(rule)]
    return lines


def _step(rule: Any) -> list[str]:
    boosts = "; ".join(
        f"{boost.add:+} when {_conditions(boost.when)}: {boost.because}" for boost in rule.boosts
    )
    told = {
        "Step": f"{rule.title} (for: {rule.who.replace('_', ' ')})",
        "Reason": rule.reason,
        "To the student": f"{rule.student_title}. {rule.student_reason}",
        "When": _conditions(rule.when),
        "Unless": _conditions(rule.unless),
        "Months": ", ".join(str(month) for month in rule.months),
        "Weight": rule.weight,
        "Added": boosts,
        "Source": rule.source,
        "Valid": _since(rule),
    }
    return [f"- **{label}**: {value}" for label, value in told.items() if value != ""]


def entitlements() -> list[str]:
    """What each framework makes due."""
    from fingerpost import rules

    lines = ["# Entitlements", "", f"What students are due under the frameworks of {_day()}."]
    for framework in sorted(rules.entitlement_frameworks(_day()), key=lambda one: one.name):
        lines += ["", f"## {framework.label}", "", framework.meaning, ""]
        lines += [f"Source: {framework.source}. Valid: {_since(framework)}.", ""]
        rows = (
            (
                f"`{one.name}`",
                one.label,
                one.student_label,
                _years(one.years),
                _conditions(one.when),
                _conditions(one.met),
                one.source,
                one.note,
            )
            for one in framework.criteria
        )
        headings = ["name", "due", "to the student", "years", "to whom", "met when"]
        lines += table([*headings, "source", "note"], rows)
    return lines


# Commands -------------------------------------------------------------------------------------


def commands() -> list[str]:
    """Fingerpost's own commands with their options."""
    from django.core.management import get_commands, load_command_class

    from fingerpost.cli import OWN_COMMANDS

    apps = get_commands()
    lines = [
        "# Commands",
        "",
        "Run them as `.venv/bin/fingerpost COMMAND`. Options that every command has are left out.",
    ]
    for name, told in sorted(OWN_COMMANDS.items()):
        module = name.replace("-", "_")
        command = load_command_class(str(apps[module]), module)
        texts = _helps(command.create_parser("fingerpost", name))
        lines += ["", f"## {name}", "", told, "", "```text", "\n\n".join(texts), "```"]
    return lines


# Django gives these to every command and to every part of one.
_GENERAL = {
    *("help", "version", "verbosity", "settings", "pythonpath", "traceback"),
    *("no_color", "force_color", "skip_checks"),
}


def _helps(parser: Any) -> Iterator[str]:
    """The help of a command, then of each command within it."""
    for action in parser._actions:
        if action.dest in _GENERAL:
            action.help = argparse.SUPPRESS
    yield parser.format_help().strip()
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for _, part in sorted(action.choices.items()):
                yield from _helps(part)


PAGES: dict[str, Callable[[], list[str]]] = {
    "commands.md": commands,
    "entitlements.md": entitlements,
    "facts.md": facts,
    "measures.md": measures,
    "next-steps.md": next_steps,
    "pages.md": pages,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of what is read from and written to files."""
    from fingerpost.engines.timetable.form import problem_schema, result_schema
    from fingerpost.exchange.record.form import record_schema

    return {
        "record.schema.json": record_schema(),
        "timetable-problem.schema.json": problem_schema(),
        "timetable-result.schema.json": result_schema(),
    }


def generated() -> dict[Path, str]:
    """Each generated page and schema with its text."""
    note = f"Generated by `{COMMAND}`; do not edit it by hand."
    texts = {name: "\n".join([note, "", *make()]).rstrip() for name, make in PAGES.items()}
    texts |= {
        name: json.dumps({"$comment": note, **schema}, indent=2)
        for name, schema in schemas().items()
    }
    return {FOLDER / name: f"{text}\n" for name, text in texts.items()}


def _prepare(home: str) -> None:
    """Django with an empty home, so that no installation's own rules get into the pages."""
    os.environ.update(
        FINGERPOST_HOME=home,
        DJANGO_SETTINGS_MODULE="fingerpost.config.settings",
        COLUMNS="90",
        NO_COLOR="1",
    )
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def main() -> int:
    """Write the pages, or with `--check` name the first that is not as it would be written."""
    with tempfile.TemporaryDirectory() as home:
        _prepare(home)
        for path, text in generated().items():
            if "--check" not in sys.argv[1:]:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.relative_to(FOLDER.parent.parent)} is stale. Run: {COMMAND}")
                return STALE
    return 0


if __name__ == "__main__":
    sys.exit(main())
