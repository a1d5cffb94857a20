"""How gunicorn serves Fingerpost: `gunicorn -c python:fingerpost.installation.gunicorn ...`."""

import os
import sys
from typing import Any

wsgi_app = "fingerpost.config.wsgi"
workers = 2
# Loaded, and made warm, once: the processes that answer are copies of this one.
preload_app = True
timeout = 180
loglevel = "warning"


def on_starting(server: Any) -> None:
    """Make the first page, figure and search quick, before anybody can ask for them.

    No database is left open: a connection may not be shared between processes. What is loaded by
    now stays as long as the server does, so the garbage collector need not look at it again: that
    stopped every process for a tenth of a second now and then.
    """
    import gc

    from django.db import connections
    from django.urls import get_resolver

    from fingerpost.ledger.bridge import warm
    from fingerpost.pathways.bridge import search

    warm()
    search("nurse", 1)
    get_resolver().reverse_dict  # noqa: B018
    connections.close_all()
    gc.collect()
    gc.freeze()


def when_ready(server: Any) -> None:
    """Say so: the address is open, and what answers there is warm."""
    if os.environ.get("FINGERPOST_ADDRESS"):
        print(f"\n{os.environ['FINGERPOST_ADDRESS']}  (Ctrl+C stops it)\n", flush=True)


def post_worker_init(worker: Any) -> None:
    """End the server when the process that began it is gone; its copies watch, as it may not.

    A process with a thread of its own is not safely divided.
    """
    from fingerpost.common.lifeline import end_with_parent

    end_with_parent(worker.ppid)


def worker_exit(server: Any, worker: Any) -> None:
    """End a process that has answered its last request, at once.

    Arrow waits at the end for threads that the first process had and a copy has not.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
