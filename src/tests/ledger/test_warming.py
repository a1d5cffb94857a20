"""A server that is warm has nothing left to import or to compile when the first figure is asked."""

import json
import os
import subprocess
import sys

import pytest

SLOW = ["ibis", "sqlglot", "duckdb", "numpy", "pyarrow", "pyarrow.dataset", "pyarrow.compute"]
CODE = """
import json, sys, threading
import django
django.setup()
from django.db import connection
from django.conf import settings
from django.utils import timezone
from fingerpost.ledger.bridge import store, warm
cold = [name for name in SLOW if name in sys.modules]
warm()
import fingerpost.measures.working_out
from fingerpost.ledger.bridge.definitions import measures
from fingerpost.measures import compiling, plan
from fingerpost.measures.vocabulary import vocabulary
again = []
compiling._compile = plan._compiled = lambda *given: again.append(given)
today = timezone.localdate()
words = vocabulary(today)
plan.facts_plan(words, settings.COMPILED)
compiling.pieces_of(measures(today).values(), words)
print(json.dumps({
    "cold": cold,
    "missing": [name for name in SLOW if name not in sys.modules],
    "compiled_again": len(again),
    "database_open": connection.connection is not None,
    "threads": threading.active_count(),
    "kept": [file.name for file in settings.COMPILED.iterdir()],
}))
""".replace("SLOW", repr(SLOW))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What a new process finds after it made itself warm."""
    environment = os.environ | {
        "FINGERPOST_HOME": str(tmp_path_factory.mktemp("home")),
        "DJANGO_SETTINGS_MODULE": "fingerpost.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def test_after_warming_nothing_is_left_to_import_or_to_compile(found):
    assert (found["cold"], found["missing"], found["compiled_again"]) == ([], [], 0)
    assert len(found["kept"]) == 1  # and the next process need not compile the facts


def test_a_warm_process_can_still_be_divided(found):
    assert (found["database_open"], found["threads"]) == (False, 1)
