"""`make run`: prepare the installation and serve it. Safe to repeat; does nothing twice."""

import argparse
import os
import socket
import sys


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", if_empty=True)


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _names(host: str) -> list[str]:
    """The names this machine is reached by. Any name at all would let a stranger choose the one
    that a password e-mail links to."""
    if host not in {"0.0.0.0", "::"}:
        return [host]
    name = socket.gethostname()
    try:
        own = {str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)}
    except OSError:
        own = set()
    return ["127.0.0.1", "localhost", *sorted({name, socket.getfqdn(), *own} - {"127.0.0.1"})]


def main() -> None:
    """Migrate, gather static files, fill an empty database with the demonstration, serve."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if not _free(options.host, options.port):
        sys.exit(f"Port {options.port} is in use. Choose another: make run PORT=8001")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.config.settings")
    if options.host not in {"127.0.0.1", "localhost"}:
        os.environ.setdefault("FINGERPOST_HOSTS", ",".join(_names(options.host)))
    _prepare()
    print(
        f"\nFingerpost is at http://{options.host}:{options.port}/  (Ctrl+C stops it)\n", flush=True
    )
    os.execv(
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "fingerpost.config.wsgi",
            f"--bind={options.host}:{options.port}",
            "--workers=2",
            # A national list or a large roll takes its time.
            "--timeout=180",
            "--preload",
            "--log-level=warning",
            "--access-logfile=/dev/null",
        ],
    )


if __name__ == "__main__":
    main()
