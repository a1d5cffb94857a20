"""Templates keep to the layers that the import contracts hold for code.

A template that loads another app's tags, or includes or extends its templates, depends on it: so
it may do so only downwards. Import contracts do not see that.
"""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.template import engines

import fingerpost

FOLDER = Path(fingerpost.__file__).parent
CONTRACTS = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text())["tool"][
    "importlinter"
]
LAYERS = next(one["layers"] for one in CONTRACTS["contracts"] if one["type"] == "layers")
_LOAD = re.compile(r"{%\s*load\s+(?:[\w ]+\s+from\s+)?([\w ]+?)\s*%}")
_TEMPLATE = re.compile(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"")
_OURS = "fingerpost."


def libraries():
    """The app of each of our libraries of template tags, by its name in templates."""
    engine = engines.all()[0].engine
    found = {name: import_module(path).__name__ for name, path in engine.libraries.items()}
    return {name: path.split(".")[1] for name, path in found.items() if path.startswith(_OURS)}


def needs(text, tags):
    """The apps whose tags or templates a template uses."""
    loaded = {name for names in _LOAD.findall(text) for name in names.split()}
    used = {name.split("/")[0] for name in _TEMPLATE.findall(text)}
    return {tags[name] for name in loaded if name in tags} | {app for app in used if app in LAYERS}


def reaching_up(app, text, tags):
    return sorted(other for other in needs(text, tags) if LAYERS.index(other) < LAYERS.index(app))


@pytest.mark.parametrize("app", [name for name in LAYERS if (FOLDER / name / "templates").is_dir()])
def test_no_template_uses_tags_or_templates_of_an_app_above(app):
    tags = libraries()
    found = {
        str(path.relative_to(FOLDER)): up
        for path in sorted((FOLDER / app / "templates").rglob("*.html"))
        if (up := reaching_up(app, path.read_text(encoding="utf-8"), tags))
    }
    assert not found, "give the app below a slot (see pathways/slots.py) instead"


def test_a_template_that_reaches_up_would_be_found():
    tags = {"local_market": "lessons", "fingerpost": "web"}
    text = '{% extends "web/page.html" %}{% load fingerpost local_market %}'
    assert reaching_up("pathways", text, tags) == ["lessons"]
    assert reaching_up("home", text, tags) == []
    assert reaching_up("pathways", '{% include "lessons/today.html" %}', tags) == ["lessons"]


def test_our_tags_are_among_the_libraries_that_are_looked_at():
    assert libraries()["fingerpost"] == "web"
