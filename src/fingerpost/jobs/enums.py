"""What state background work is in."""

from django.db import models


class JobState(models.TextChoices):
    """From waiting to one of three ends."""

    WAITING = "waiting", "Waiting to begin"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    STOPPED = "stopped", "Stopped"
