"""Reading a calendar feed as calendar programs do: by another than the one that wrote it."""

from dataclasses import dataclass

import vobject
from django.test import Client
from django.urls import reverse

from fingerpost.calendars.services import make_feed


@dataclass(frozen=True)
class Shown:
    """One entry as a calendar program shows it."""

    uid: str
    summary: str
    begins: object
    ends: object
    status: str
    sequence: int
    location: str


def address_of(person, school):
    """A private address for a person, just made."""
    return reverse("calendars:feed", args=[school.pk, make_feed(school=school, by=person)])


def fetch(address, **headers):
    """Read an address without being signed in."""
    return Client().get(address, headers=headers)


def entries(address):
    """What a calendar program finds at an address."""
    read = vobject.readOne(fetch(address).content.decode())
    return [
        Shown(
            event.uid.value,
            event.summary.value,
            event.dtstart.value,
            event.dtend.value,
            event.status.value,
            int(event.sequence.value),
            event.location.value if hasattr(event, "location") else "",
        )
        for event in getattr(read, "vevent_list", [])
    ]
