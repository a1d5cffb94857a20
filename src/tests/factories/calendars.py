"""Calendar files as schools' programs write them."""


def calendar(*events, name="School calendar", more=""):
    """A calendar file with these entries (see `event`)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Made up//EN"]
    lines += [f"X-WR-CALNAME:{name}"] if name else []
    lines += [more] if more else []
    text = "\r\n".join([*lines, *events, "END:VCALENDAR", ""])
    return text.encode()


def event(title="Year 11 mock exams", uid="one@school", start="20261203", end="", **more):
    """One entry. start and end: as the file writes them; with a zone `TZID=...:20261203T090000`."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", _dated("DTSTART", start)]
    lines += [_dated("DTEND", end)] if end else []
    lines += [
        _dated(name.replace("_", "-").upper(), value)
        if name in ("exdate", "rdate", "recurrence_id")
        else f"{name.replace('_', '-').upper()}:{value}"
        for name, value in more.items()
    ]
    return "\r\n".join([*lines, "END:VEVENT"])


def _dated(name, value):
    if value.startswith("TZID="):
        return f"{name};{value}"
    kind = ":" if "T" in value else ";VALUE=DATE:"
    return f"{name}{kind}{value}"
