"""What the command line says, in Vietnamese and English; the words of the domain are in `schemas.labels`."""

from typing import Literal, NamedTuple, TypeAlias

Lang: TypeAlias = Literal["vi", "en"]


class Both(NamedTuple):
    """One text in both languages."""

    vi: str
    en: str

    def in_(self, lang: Lang) -> str:
        return self.vi if lang == "vi" else self.en
