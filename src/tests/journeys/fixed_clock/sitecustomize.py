"""Starts every Python process of the journeys' server on one school morning.

Interviews are booked for later the same day and then held, whatever the hour of the test.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import time_machine

MORNING = dt.datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Europe/London"))
time_machine.travel(MORNING, tick=True).start()
