"""`fingerpost tick`: do the daily duties now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fingerpost.jobs.duties import do_all


class Command(BaseCommand):
    """Do every daily duty and say what each did. Ends with 1 if one failed."""

    help = "Do the daily duties now. The worker does them by itself; doing them twice is safe."

    def handle(self, *args: Any, **options: Any) -> None:
        done = do_all(today=timezone.localdate())
        for one in done:
            self.stdout.write(f"{one.duty}: {one.sentence}")
        failed = [one.duty for one in done if one.failed]
        if failed:
            raise CommandError(f"{len(failed)} of {len(done)} duties failed.", returncode=1)
