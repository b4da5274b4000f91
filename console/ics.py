"""Due days as an iCalendar file (RFC 5545), for the calendars people already have. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

__all__ = ["DueDay", "as_ics"]

_OCTETS: Final = 75
"""A line has at most so many; the rest goes on after a blank."""


class DueDay(NamedTuple):
    """One whole day: an id that never changes, what is due, where to read more."""

    uid: str
    day: date
    title: str
    said: str
    url: str


def as_ics(name: str, days: Iterable[DueDay], now: datetime) -> bytes:
    """A calendar of that name; whoever takes it in twice has each day once."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Don doc//VI", f"X-WR-CALNAME:{_text(name)}"]  # fmt: skip
    for one in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            f"DESCRIPTION:{_text(one.said)}",
            f"URL:{one.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(said: str) -> str:
    """No line of a text begins another property."""
    kept = "".join(c for c in said.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c == "\n")  # fmt: skip
    for one in ("\\", ";", ","):
        kept = kept.replace(one, f"\\{one}")
    return kept.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Broken between letters, never inside one."""
    pieces, piece, room = [], "", _OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])
