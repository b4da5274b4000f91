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


def moment_text(moment: datetime | str, lang: Lang) -> str:
    """An instant as the clock in Hanoi shows it, to the minute."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = known.astimezone(HANOI)
    return f"{local:%d/%m/%Y %H:%M}" if lang == "vi" else f"{local:%Y-%m-%d %H:%M}"
