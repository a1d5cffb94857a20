"""`make run`: prepare the installation and serve it. Safe to repeat; does nothing twice."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from fingerpost.common import lifeline

_LOOK_EVERY = 0.5
# How long a job in hand may take to end when everything stops.
_PATIENCE = 20.0


def _prepare() -> None:
    import django
    from django.core.checks import run_checks
    from django.core.management import call_command

    django.setup()
    mistakes = [str(found) for found in run_checks() if found.is_serious()]
    if mistakes:
        sys.exit("Fingerpost does not start:\n\n" + "\n".join(mistakes))
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


def server_command(address: str) -> list[str]:
    """The command that serves."""
    configuration = "python:fingerpost.installation.gunicorn"
    start = [sys.executable, "-m", "gunicorn", "--config", configuration]
    return [*start, f"--bind={address}", "--access-logfile=/dev/null"]


def worker_command() -> list[str]:
    """The command that works in the background."""
    code = "from fingerpost.cli import main; main()"
    return [sys.executable, "-c", code, "worker"]


def keep_running(server: list[str], worker: list[str], patience: float = _PATIENCE) -> int:
    """Run both until the server ends or somebody stops us; begin a worker that died again.

    Neither outlives us, however we end; a job in hand has `patience` seconds. Returns the exit
    code of the server.
    """
    held = lifeline.hold()

    def begin(command: list[str]) -> subprocess.Popen[bytes]:
        # In sessions of their own, so that Ctrl+C reaches them once: through us.
        return subprocess.Popen(command, pass_fds=held, start_new_session=True)

    stopping = threading.Event()

    def stop(signum: int, frame: object) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    serving, working = begin(server), begin(worker)
    while not stopping.wait(_LOOK_EVERY) and serving.poll() is None:
        if working.poll() is not None:
            time.sleep(_LOOK_EVERY)
            working = begin(worker)
    for process in (serving, working):
        if process.poll() is None:
            process.terminate()
    try:
        working.wait(patience)
    except subprocess.TimeoutExpired:
        # Nothing is half written, and the job is taken up again at the next start.
        working.kill()
    return serving.wait()


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
    address = f"{options.host}:{options.port}"
    os.environ["FINGERPOST_ADDRESS"] = f"Fingerpost is at http://{address}/"
    _prepare()
    sys.exit(keep_running(server_command(address), worker_command()))


if __name__ == "__main__":
    main()
