"""What is to be done about rounds every day. Each may be done again: nothing is done twice."""

import datetime as dt

from django.utils import timezone

from .enums import RoundState
from .models import Round
from .services.offers import let_lapse
from .services.refilling import leave_refill


def offers(*, today: dt.date) -> str:
    """Free places whose offers nobody answered, and refill what is free anywhere."""
    lapsed = let_lapse(now=timezone.now(), by=None)
    running = Round.objects.filter(
        state=RoundState.PUBLISHED, sessions__in_use=True, sessions__session__on__gte=today
    ).distinct()
    for one in running:
        leave_refill(of=one, by=None)
    return f"{lapsed:,} offers of places not answered in time; {len(running):,} rounds refilled"
