"""The rules a case was opened under and carries: working calendar, ladders, strictness, tier (design §2, §4).

Made by the gateway from the tables of today; a changed table reaches a running case only by the
command `change_rules`.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.base import Carried
from schemas.states import BeforeDay, Owed, SignatureNeed, Tier, Told

_RUNG = re.compile(r"^(?:0|[+-][1-9][0-9]{0,2}(?:wd|d))$")


def _in_order(days: tuple[dt.date, ...]) -> tuple[dt.date, ...]:
    """Days are looked up by halving, which needs their order."""
    return tuple(sorted(set(days)))


Days = Annotated[tuple[dt.date, ...], AfterValidator(_in_order)]


class Calendar(Carried):
    """Which days are worked, besides Monday to Friday. A version is never changed, only followed by another."""

    version: str
    announced_through: int
    """The last year whose days off are officially announced; later ones are a forecast ("dự kiến")."""
    off: Days = ()
    """Weekdays that are not worked, in order."""
    worked: Days = ()
    """Saturdays and Sundays that are worked in exchange, in order."""

    def __hash__(self) -> int:
        """By version: a version is never changed, and rules look days up many times."""
        return hash(self.version)


class Rung(Carried):
    """One step of a ladder: so many days before or after the due day, this office is told."""

    name: str = Field(pattern=_RUNG.pattern)
    """`-7d`, `+3wd`, `0`: d = calendar days, wd = working days, counted from the due day."""
    to: Told

    @property
    def offset(self) -> int:
        """Days after the due day; negative before it."""
        return int(self.name.rstrip("wd"))

    @property
    def counts_working_days(self) -> bool:
        return self.name.endswith("wd")


class Ladder(Carried):
    """Who is told, in which order, about one kind of obligation."""

    owed: Owed
    rungs: tuple[Rung, ...]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        offsets = [rung.offset for rung in self.rungs]
        if offsets != sorted(set(offsets)):
            raise ValueError(f"the rungs of {self.owed} must rise and differ: {offsets}")
        units = {rung.counts_working_days for rung in self.rungs if rung.offset != 0}
        if len(units) > 1:
            raise ValueError(f"the rungs of {self.owed} must all count the same kind of days")
        # Silence is found by the rung 0, and a missed report by the last one: both end the waiting.
        if self.owed is Owed.CONTRIBUTION and offsets[-1:] != [0]:
            raise ValueError(f"the rungs of {self.owed} must end with 0")
        if self.owed is Owed.PERIODIC_REPORT and (not offsets or offsets[-1] <= 0):
            raise ValueError(f"the rungs of {self.owed} must end after the due day")
        return self


def rung_from(written: str) -> Rung:
    """A rung as people write it, `-7d focal_point`; raises ValueError."""
    name, _, to = written.strip().partition(" ")
    return Rung(name=name, to=Told(to.strip()))


def ladder_from(owed: Owed, written: Iterable[str]) -> Ladder:
    """A ladder as people write it, rung by rung; raises ValueError."""
    return Ladder(owed=owed, rungs=tuple(rung_from(one) for one in written))


class Rules(Carried):
    """What a case is judged by for as long as nobody changes it."""

    version: str
    calendar: Calendar
    ladders: tuple[Ladder, ...]
    before_day: BeforeDay = BeforeDay.LENIENT
    tier: Tier = Tier.NORMAL
    signature: SignatureNeed = SignatureNeed.SHOWN
    """Older cases ask for none: signatures are shown."""
    changed_seq: int | None = None
    """The event that changed them last; None: as the case was opened."""

    def ladder_of(self, owed: Owed) -> tuple[Rung, ...]:
        """The rungs for one kind of obligation; none means nobody is ever told."""
        return next((ladder.rungs for ladder in self.ladders if ladder.owed is owed), ())


class RuleChange(Carried):
    """What the command `change_rules` changes; what is left out stays.

    `today` stands for the calendar or the standard ladders of today: the gateway puts the calendar
    in its place before it sends, because a workflow reads no file. Full `Rules` are taken as well.
    """

    before_day: BeforeDay | None = None
    tier: Tier | None = None
    signature: SignatureNeed | None = None
    calendar: Calendar | Literal["today"] | None = None
    ladders: dict[Owed, tuple[str, ...]] | Literal["today"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_full_rules(cls, said: Any) -> Any:
        said = said.model_dump(mode="json") if isinstance(said, Rules) else said
        if not isinstance(said, dict) or not isinstance(said.get("ladders"), list):
            return said
        ladders = (Ladder.model_validate(one) for one in said["ladders"])
        written = {one.owed: [f"{rung.name} {rung.to}" for rung in one.rungs] for one in ladders}
        return said | {"ladders": written}

    @model_validator(mode="after")
    def _has_true_ladders(self) -> Self:
        if isinstance(self.ladders, dict):
            for owed, written in self.ladders.items():
                ladder_from(owed, written)
        return self
