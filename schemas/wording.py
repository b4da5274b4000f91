"""One text in both languages, and days and instants as people read them; shared by the CLI and the console."""

from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from schemas.moments import HANOI

Lang: TypeAlias = Literal["vi", "en"]


class Both(NamedTuple):
    """One text in both languages."""

    vi: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.vi if lang == "vi" else self.en


def day_text(day: date | str | None, lang: Lang) -> str:
    """A day as it is read: 31/10/2026 in Vietnamese, 2026-10-31 in English."""
    if day is None:
        return "–"
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{known:%d/%m/%Y}" if lang == "vi" else known.isoformat()


def weekday_text(day: date | str, lang: Lang) -> str:
    """A day of the week, short."""
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return _WEEKDAYS.in_(lang).split()[known.weekday()]


_WEEKDAYS = Both("T2 T3 T4 T5 T6 T7 CN", "Mon Tue Wed Thu Fri Sat Sun")


def number_text(value: float | int | None, lang: Lang) -> str:
    """A number as it is read: 1.234,5 in Vietnamese, 1,234.5 in English."""
    if value is None:
        return "–"
    text = f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    return text.translate(_TURNED) if lang == "vi" else text


_TURNED = str.maketrans(",.", ".,")


def moment_text(moment: datetime | str, lang: Lang) -> str:
    """An instant as the clock in Hanoi shows it, to the minute."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = known.astimezone(HANOI)
    return f"{local:%d/%m/%Y %H:%M}" if lang == "vi" else f"{local:%Y-%m-%d %H:%M}"
