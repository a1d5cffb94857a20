"""Django starts without importing what is slow, and writes nothing on GET."""

import subprocess
import sys

SLOW = [
    "ibis",
    "duckdb",
    "pyarrow",
    "numpy",
    "pandas",
    "typst",
    "xlsxwriter",
    "python_calamine",
    "lxml",
]


def test_slow_libraries_are_not_imported_when_django_starts():
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE']='fingerpost.config.settings';"
        "import django; django.setup();"
        "import fingerpost.config.urls;"
        f"print(','.join(name for name in {SLOW!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
