"""What whoever leads group sessions finds on the start page, before and after them."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from fingerpost.accounts.viewer import Viewer
from fingerpost.evaluation.selectors.adults import sessions_to_say
from fingerpost.programme.permissions import RECORDERS
from fingerpost.programme.presenters.words import when
from fingerpost.programme.selectors.planned import awaiting_register, led_by

from .blocks import Block, Line

SHOWN = 6


def register_blocks(viewer: Viewer) -> list[Block]:
    """Sessions whose day has come and whose register is to take; nothing where there are none."""
    today = timezone.localdate()
    lines = [
        Line(
            session.title,
            reverse("programme:register", args=[session.pk]),
            f"Today, {session.starts_at:%H:%M}"
            if session.on == today and session.starts_at
            else when(session),
        )
        for session in awaiting_register(viewer, today)[:SHOWN]
        if viewer.has(*RECORDERS)
    ]
    more = f"{reverse('programme:sessions')}?state=planned"
    return [Block("Registers to take", lines, "", more, "Sessions planned")] if lines else []


def leading_blocks(viewer: Viewer) -> list[Block]:
    """The sessions the viewer leads in the next seven days; nothing where there are none."""
    today = timezone.localdate()
    lines = [
        Line(
            session.title,
            reverse("programme:briefing", args=[session.pk]),
            f"{when(session)}: read the briefing",
        )
        for session in led_by(viewer, today, today + dt.timedelta(days=7))[:SHOWN]
    ]
    mine = f"{reverse('programme:sessions')}?state=planned&mine=on"
    title = "Sessions you lead in the next seven days"
    return [Block(title, lines, "", mine, "All sessions you lead")] if lines else []


def led_blocks(viewer: Viewer) -> list[Block]:
    """Sessions of late that the viewer led and has not said anything about; none, no block."""
    lines = [
        Line(session.title, reverse("evaluation:say", args=[session.pk]), f"{session.on:%-d %B %Y}")
        for session in sessions_to_say(viewer)[:SHOWN]
        if viewer.has(*RECORDERS)
    ]
    if not lines:
        return []
    return [
        Block(
            "Sessions you led: how did they go?",
            lines,
            "",
            reverse("evaluation:to_say"),
            "All that wait for your word",
        )
    ]
