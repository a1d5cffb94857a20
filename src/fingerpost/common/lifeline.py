"""A process ends when the one that began it is gone, even if that was killed.

The parent holds one end of a pipe and never writes. The other end of it, in the children, is at
its end when the parent is gone: at once, on Linux and macOS alike, and without looking for it.
"""

import os
import signal
import threading

_VARIABLE = "FINGERPOST_LIFELINE"


def hold() -> tuple[int, ...]:
    """Called by the parent, once: the file descriptors to pass on to its children."""
    end, _ = os.pipe()  # the other end is held, open and unused, until this process is gone
    os.environ[_VARIABLE] = str(end)
    return (end,)


def end_with_parent(process: int | None = None) -> None:
    """Called by a child: have a process (this one) asked to end when the parent is gone.

    Nothing happens where no parent holds a lifeline: a process manager then looks after it.
    """
    if _VARIABLE not in os.environ:
        return
    end = int(os.environ[_VARIABLE])

    def wait() -> None:
        os.read(end, 1)
        os.kill(process or os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
