"""What the documentation points at is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
NOT_OURS = {".venv", "node_modules", "var", ".git"}
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "src/**/*.md", "bench/**/*.md")
    for path in ROOT.glob(pattern)
    if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
)
GUIDE = ROOT / "docs" / "architecture.md"
# Words in code marks that name something other than our code.
ELSEWHERE = {"by", "of"}


def _links(text: str) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [link.split("#")[0] for link in found if not re.match(r"[a-z]+:|#", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document):
    missing = [
        link
        for link in _links(document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]
    assert not missing


def _marked() -> list[str]:
    return re.findall(r"`([^`\n]+)`", GUIDE.read_text(encoding="utf-8"))


def test_every_path_in_the_architecture_page_exists():
    paths = [one for one in _marked() if one.startswith(("src/", "docs/"))]
    assert len(paths) > 20
    assert [one for one in paths if not (ROOT / one).exists()] == []


@cache
def _names() -> set[str]:
    """Every name that our code or its tests define: functions, classes, constants, fields."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_name_in_the_architecture_page_is_one_of_the_code():
    folders = {path.name for path in (ROOT / "src" / "fingerpost").iterdir()}
    layers = {"urls", "views", "forms", "presenters", "tasks", "duties", "services", "bridge"}
    lower = {"selectors", "permissions", "models", "enums"}
    known = _names() | folders | layers | lower | ELSEWHERE
    names = {one for one in _marked() if re.fullmatch(r"[A-Za-z_]\w*", one)}
    assert len(names) > 40
    assert sorted(names - known) == []


def test_each_pair_of_name_and_file_in_the_architecture_page_belongs_together():
    """Where a name is followed by a path in brackets, the name is in that file."""
    pairs = re.findall(r"`(\w+)` \(`(src/[^`]+\.py)`", GUIDE.read_text(encoding="utf-8"))
    assert len(pairs) > 12
    wrong = [
        (name, path)
        for name, path in pairs
        if not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert wrong == []
