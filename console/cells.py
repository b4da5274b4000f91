"""The pieces that lists are made of, each drawn once for all that looks alike.

Called by templates. A page of a list asks for hundreds of them, and most are the same as on the page before; so
each is remembered under exactly what it shows, and nothing else can be in it. Bounded, and never of one reader.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from console import looks, static_files
from console.filters import SLUGS
from schemas.agencies import agency, name_of
from schemas.labels import Lang
from schemas.wording import Both, day_text, number_text, weekday_text

__all__ = [
    "body",
    "declared",
    "due",
    "href_of",
    "icon",
    "number",
    "schedule",
    "short_of",
    "state",
    "strip",
    "tag",
]

Item = Mapping[str, Any]
"""An assignment as lists have it (register.reads.items)."""
_CLOCK_RUNS: Final = frozenset({"open_in_time", "open_overdue"})


@lru_cache(maxsize=512)
def icon(name: str) -> Markup:
    """A symbol."""
    sheet = static_files.address_of("vendor/tabler-icons-3.51.0/icons.svg")
    return Markup(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    ).format(sheet, name)


@lru_cache(maxsize=4096)
def tag(shown: looks.Tag | None) -> Markup:
    """A label with its symbol, or nothing."""
    if shown is None:
        return Markup()
    return Markup('<span class="tag {}">{}<span>{}</span></span>').format(
        shown.look, icon(shown.icon), shown.text
    )


def short_of(code: str) -> str:
    """The short name of a body, or what stands for it."""
    found = agency(code)
    return found.short_name if found else code


@lru_cache(maxsize=4096)
def body(code: str) -> Markup:
    """The short name of a body, its full name behind it."""
    return Markup('<abbr title="{} ({})">{}</abbr>').format(name_of(code), code, short_of(code))


def href_of(own: str) -> str:
    """Where an assignment is."""
    return f"/nhiem-vu/{own[3:].replace('@', '/')}"


@lru_cache(maxsize=64)
def state(known: str, lang: Lang) -> Markup:
    """Where the work stands."""
    return tag(looks.state_tag(known, lang))


def declared(item: Item, lang: Lang) -> str:
    """What the agency declares and what the office verified."""
    return _declared(item["declared"], item["progress"], item["verified"], lang)


def schedule(item: Item, today: date, lang: Lang) -> Markup:
    """Where the schedule stands."""
    deadline = item["deadline"]
    own = (item["schedule"], item["days_late"], item.get("rung"))
    return _schedule(*own, deadline["due_on"], deadline["review_on"], today, lang)


def due(item: Item, today: date, lang: Lang) -> Markup:
    """The day, its weekday, and while the clock runs how many working days are left."""
    return _due(item["deadline"]["due_on"], item["schedule"] in _CLOCK_RUNS, today, lang)


def strip(item: Item, today: date, lang: Lang) -> Markup:
    """How much of the working time is used."""
    return _strip(item.get("issued_on"), item["deadline"]["due_on"], item["schedule"], today, lang)


@lru_cache(maxsize=4096)
def _declared(said: str, progress: int | None, verified: str, lang: Lang) -> str:
    shown = {"declared": said, "progress": progress, "verified": verified}
    return looks.declared_text(shown, lang)


@lru_cache(maxsize=16_384)
def _schedule(  # noqa: PLR0913 - all that it shows is the key
    group: str | None, days_late: int, rung: str | None, due_on: str | None, review_on: str | None,
    today: date, lang: Lang,
) -> Markup:  # fmt: skip
    shown = {"schedule": group, "days_late": days_late, "rung": rung}
    return tag(
        looks.schedule_tag(
            shown | {"deadline": {"due_on": due_on, "review_on": review_on}}, today, lang
        )
    )


@lru_cache(maxsize=8192)
def _due(due_on: str | None, clock_runs: bool, today: date, lang: Lang) -> Markup:  # noqa: FBT001 - a key
    if not due_on:
        return Markup('<span class="muted">{}</span>').format(_NO_DAY.in_(lang))
    said = Markup('{} <span class="muted">({})</span>').format(
        day_text(due_on, lang), weekday_text(date.fromisoformat(due_on), lang)
    )
    if clock_runs:
        said += Markup("<small>{}</small>").format(looks.working_days_left(due_on, today, lang))
    return said


@lru_cache(maxsize=8192)
def _strip(
    issued_on: str | None, due_on: str | None, group: str | None, today: date, lang: Lang
) -> Markup:
    shown = {"issued_on": issued_on, "schedule": group, "deadline": {"due_on": due_on}}
    return looks.strip(shown, today, lang)


@lru_cache(maxsize=8192)
def number(count: int, group: str, query: str, is_late: bool, lang: Lang) -> Markup:  # noqa: FBT001 - a key
    """A number of the statistics that opens its list; *group* is one of the seven, or `total`."""
    is_all = group == "total"
    head = _ALL.in_(lang) if is_all else looks.schedule_word(group, lang)
    if not count:
        return Markup('<td class="num" data-head="{}"><span class="muted">0</span></td>').format(
            head
        )
    wanted = "&".join(one for one in (query, "" if is_all else f"nhom={SLUGS[group]}") if one)
    look = "n is-late" if is_late else "n"
    return Markup(
        '<td class="num" data-head="{}"><a class="{}" href="/nhiem-vu?{}">{}</a></td>'
    ).format(head, look, wanted, number_text(count, lang))


_ALL: Final = Both("Tổng giao", "All")
_NO_DAY: Final = Both("không có ngày", "no day")
