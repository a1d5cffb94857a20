"""Rules of the house that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import fingerpost

PACKAGE = Path(fingerpost.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
SLOW = {
    *("ibis", "duckdb", "pyarrow", "numpy", "pandas", "typst"),
    *("xlsxwriter", "python_calamine", "lxml"),
}
# Imported only when first used (test_start.py watches it), so these may import what they need.
MAY_BE_SLOW = {"measures", "engines", "exchange", "occupations"}
# What is acted on, lines of the ledger or a list of students, comes first without a name.
OBJECT_FIRST = {"record", "correct", "correct_many", "withdraw_about"}
# Steps that a transaction of another module of the same app is made of; they are not entrances.
STEPS = {"put_interview", "put_line", "put_held_line", "correct_agreed_line"}
# Where a queryset update writes a model whose changes are audited, and why that is right.
UPDATES = {
    "accounts/services/invitations.py": "claims an invitation; sending it is audited",
    "audit/services.py": "empties the names of somebody whose records are erased",
    "calendars/services.py": "guards on the address standing; audited beside it",
    "choices/services/applications.py": "guards on the state; audited beside it",
    "choices/services/documents.py": "guards on the version; audited beside it",
    "interviews/services/actions.py": "guards on the state; audited beside it",
    "interviews/services/attendance.py": "guards on the state; audited beside it",
    "interviews/services/booking.py": "guards on the state; audited beside it",
    "interviews/services/group_bookings.py": "claims a place; its booking is audited",
    "interviews/services/notices.py": "claims an e-mail; nobody's deed",
    "interviews/services/records.py": "guards on version or state; audited beside it",
    "jobs/services.py": "states of background work; what the work does is audited",
    "lessons/services/entries.py": "guards on the state; audited beside it",
    "lessons/services/lessons.py": "guards on the state; audited beside it",
    "lessons/services/vacancies.py": "a list kept once; what keeping it did is audited",
    "pathways/services/ideas.py": "guards on the state; audited beside it",
    "pathways/services/given.py": "guards on the state; audited beside it",
    "pathways/services/opportunities.py": "guards on being in the list; audited beside it",
    "pathways/services/provider_links.py": "guards on the state; when it was used is nobody's deed",
    "lists/services/taking.py": "guards on the state; audited beside it",
    "places/services/drafts.py": "guards on the state; audited beside it",
    "places/services/letters.py": "claims an e-mail; nobody's deed",
    "places/services/offers.py": "guards on state and time; audited beside it",
    "places/services/publishing.py": "guards on the state; audited beside it",
    "places/services/rankings.py": "guards on the version; audited beside it",
    "places/services/refilling.py": "makes another refill wait; audited beside it",
    "places/services/rounds.py": "guards on the state; audited beside it",
    "programme/models/sessions.py": "counts a seat given back; what took the student is audited",
    "programme/services/activities.py": "guards on being archived; audited beside it",
    "programme/services/letters.py": "claims an e-mail; nobody's deed",
    "programme/services/participants.py": "guards on state and capacity; audited beside it",
    "programme/services/planning.py": "guards on state and capacity; audited beside it",
    "programme/services/recording.py": "guards on the state; audited beside it",
    "records/services/reading.py": "guards on the state; audited beside it",
    "schools/services/calendar_imports.py": "guards on the state; audited as one import",
    "schools/services/revisions.py": "counts revisions up, which are not a deed of anybody",
    "schools/services/setup.py": "audited as one deed for the week",
    "students/services/erasing.py": "erases many at once; audited as one deed",
    "students/services/families.py": "guards on the link standing; audited beside it",
    "students/services/roll.py": "claims an import; audited beside it",
    "timetables/services/making.py": "guards on the state; audited beside it",
    "timetables/services/publishing.py": "claims a seat; its booking is audited",
    "timetables/services/repairing.py": "guards on the state; audited beside it",
    "students/services/writing.py": "writes a whole roll; audited as one import",
}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _is_service(path: Path) -> bool:
    return path.stem == "services" or path.parent.name == "services"


SERVICES = [path for path in FILES if _is_service(path)]


def _writers() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in SERVICES:
        for function in _public_functions(path):
            arguments = function.args
            if "by" in {one.arg for one in (*arguments.args, *arguments.kwonlyargs)}:
                yield path, function


def test_services_that_write_take_keywords_only():
    found = list(_writers())
    assert len(found) > 30
    wrong = [
        (_name(path), function.name)
        for path, function in found
        if function.args.args and function.name not in OBJECT_FIRST | STEPS
    ]
    assert wrong == []


def test_who_acts_is_always_named():
    """`by` is a keyword and has no default: nobody forgets to say who acts."""
    wrong = []
    for path, function in _writers():
        if function.name in STEPS:
            continue
        if "by" in {one.arg for one in function.args.args}:
            wrong.append((_name(path), function.name))
        defaults = dict(zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True))
        if any(one.arg == "by" and default for one, default in defaults.items()):
            wrong.append((_name(path), function.name))
    assert wrong == []


def test_queryset_updates_of_audited_models_are_in_known_places():
    """An update passes `save` by, so each place that does it must do the audit itself."""
    found = set()
    for path in FILES:
        for node in ast.walk(_tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            # dict.update and hash.update take a positional argument; a queryset's takes keywords.
            if node.func.attr == "update" and node.keywords and not node.args:
                found.add(_name(path))
    assert found - set(UPDATES) == set()
    assert set(UPDATES) - found == set(), "no longer there; take it off the list"


def test_modules_with_updates_write_to_the_audit_log():
    silent = {
        "interviews/services/notices.py",
        "jobs/services.py",
        "places/services/letters.py",
        "programme/models/sessions.py",
        "programme/services/letters.py",
        "schools/services/revisions.py",
        "students/services/writing.py",
    }
    wrong = [
        name
        for name in UPDATES
        if name not in silent and "audit" not in (PACKAGE / name).read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_no_module_has_a_name_that_says_nothing():
    wrong = [
        _name(path)
        for path in FILES
        if path.stem in VAGUE or VAGUE & set(path.relative_to(PACKAGE).parts[1:-1])
    ]
    assert wrong == []


def _imports_at_top(path: Path) -> Iterator[str]:
    for node in _tree(path).body:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_slow_libraries_are_imported_where_they_are_used():
    wrong = [
        (_name(path), name)
        for path in FILES
        if path.relative_to(PACKAGE).parts[0] not in MAY_BE_SLOW
        for name in _imports_at_top(path)
        if name in SLOW
    ]
    assert wrong == []


def test_pure_packages_do_not_import_django():
    pure = {"common", "rules", "measures", "engines", "exchange", "occupations"}
    wrong = [
        _name(path)
        for path in FILES
        if path.relative_to(PACKAGE).parts[0] in pure
        for name in _imports_at_top(path)
        if name == "django"
    ]
    assert wrong == []
