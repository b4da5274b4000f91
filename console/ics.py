"""Due days as an iCalendar file (RFC 5545), for the calendars people already have. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

__all__ = ["CalendarDay", "as_ics"]


class CalendarDay(NamedTuple):
    """One whole day: an id that never changes, what is due, where to read more."""

    uid: str
    day: date
    title: str
    said: str
    url: str


def as_ics(name: str, days: Iterable[CalendarDay], now: datetime) -> bytes:
    """A calendar of that name; whoever takes it in twice has each day once."""
    # Here and not above: few ask for it, and a start need not wait for its loading.
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Don doc//VI")
    made.add("x-wr-calname", name)
    for one in days:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", now)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.title)
        event.add("description", one.said)
        event.add("url", one.url)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    written: bytes = made.to_ical()
    return written
