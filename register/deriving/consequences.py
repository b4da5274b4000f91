"""What follows in the register from events of one packet: rows of the read model, counters, notices, wordings.

Pure: the commit gives it the touched assignments and writes what it gathered; the rebuild gives it
the whole log, chunk by chunk, and compares. So live and rebuilt are the same by construction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from policy.fold import fold, follow
from policy.follows.course import coordinators_after
from policy.notices import Notice, notice_of
from policy.openings import Openings
from register.deriving.counting import Key, Tally, keys_of
from register.deriving.standings import Standing, level_of, standing_of
from register.deriving.states import state_json
from register.deriving.wordings import Wording, amended, as_issued, directive_id
from schemas.case import Assignment, Case
from schemas.events import Event, Fact
from schemas.ids import Kind, parsed
from schemas.moments import day_of
from schemas.rules import Rules

__all__ = ["REWORDING", "Consequences", "Frame", "Held", "Opening", "touched_by"]


REWORDING: Final = frozenset({Fact.AMENDED, Fact.HANDED_OVER})
"""Facts that may give an assignment another wording: they need the one that holds."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all assignments of a packet share: the case without them, and the conclusion's own facts."""

    header: Case
    number: str | None
    session: int | None
    programmes: tuple[str, ...]

    @classmethod
    def read(
        cls, header: str, number: str | None, session: int | None, programmes: Sequence[str]
    ) -> "Frame":
        """From the columns of stream and conclusion."""
        return cls(
            _shared_rules(Case.model_validate_json(header)), number, session, tuple(programmes)
        )


@dataclass(slots=True)
class Opening:
    """What assignments that were opened alike have in common, as the first of them was then."""

    state: Assignment
    standing: Standing
    copies: int = 0


@dataclass(slots=True)
class Held:
    """An assignment as the register holds it, or is about to."""

    state: Assignment
    place: int
    directive: str
    keys: tuple[Key, ...]
    standing: Standing
    standing_from: date
    last_at: datetime
    opening: Opening | None = None
    """Set while nothing has happened to it since it was opened in this run of events."""

    def row(self) -> dict[str, Any]:
        """Its row; the statement `append` reads it as JSON."""
        one = self.state
        return {
            "id": one.id,
            "place": self.place,
            "n": one.n,
            "directive": self.directive,
            "lead": one.id.rpartition("@")[2],
            **self.standing._asdict(),
            "first_due_on": one.deadline.first_due_on,
            "seq": one.seq,
            "next_wake_at": one.next_wake_at,
            "last_at": self.last_at,
            "standing_from": self.standing_from,
            "state_json": state_json(one),
        }


@dataclass(slots=True)
class StandingRow:
    """One row of `standing`: from that day on, until to_day."""

    assignment: str
    from_day: date
    to_day: date | None
    standing: Standing

    def row(self) -> dict[str, Any]:
        """Its row; the statement `append` reads it as JSON."""
        days = {"assignment": self.assignment, "from_day": self.from_day, "to_day": self.to_day}
        return days | self.standing._asdict()


@dataclass
class Consequences:
    """Gathers what follows from events, in order, and says it as rows."""

    frame: Frame
    held: dict[str, Held] = field(default_factory=dict)
    wordings: dict[str, Wording] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules: Rules = self.frame.header.rules
        self.header: Case = self.frame.header
        """The case without assignments, under the rules and the standing office that hold now."""
        self.openings = Openings()
        self.opening: Opening | None = None
        """What the next assignment may be opened alike to."""
        self.changed: dict[str, Held] = {}
        self.standings: dict[tuple[str, date], StandingRow] = {}
        self.tally = Tally()
        self.notices: list[tuple[Notice, datetime]] = []
        self.new_wordings: dict[str, Wording] = {}
        self.opened_packets = 0
        self.opened_at: datetime | None = None
        self.opened = 0
        self.open_by = 0
        self.last_closing_at: datetime | None = None

    def hold(self, state: Assignment, row: Any) -> None:
        """Take in an assignment as the register holds it: its state, and its place, wording and days."""
        # Counted as the counters hold it, also if a newer version of the rules would say otherwise.
        standing = self._standing(state)._replace(
            grp=row["grp"], late_from=row["late_from"], behind_from=row["behind_from"]
        )
        self.held[state.id] = Held(
            state=state,
            place=row["place"],
            directive=row["directive"],
            keys=self._keys(state.holder),
            standing=standing,
            standing_from=row["standing_from"],
            last_at=row["last_at"],
        )

    def add(self, events: Iterable[Event]) -> None:
        """Go on with these events."""
        for event in events:
            match event.type:
                case Fact.CONCLUSION_ISSUED:
                    self.opened_packets += 1
                    self.opened_at = event.at
                case Fact.DIRECTIVE_ADDED:
                    self._word(event)
                case Fact.RULES_CHANGED:
                    self._change_rules(event)
                case Fact.STANDING_OFFICE_REPLACED:
                    self.header = self.header.but(standing_office=str(event.payload["to"]))
                case _:
                    self._follow(event)

    def _follow(self, event: Event) -> None:
        before = self.held.get(event.target)
        after = follow(before.state if before else None, event, self.rules, self.openings)
        if after is not None:
            if before is None:
                self._open(after, event)
            else:
                if event.type is Fact.AMENDED:
                    self._reword(before, event.payload["changes"])
                if event.type is Fact.HANDED_OVER and before.state.holder == after.holder:
                    self._name_coordinator(before, event)
                self._stands(before, after, event)
        if (notice := notice_of(self.header, event, after)) is not None:
            self.notices.append((notice, event.at))

    def _open(self, state: Assignment, event: Event) -> None:
        """A new assignment; one that was opened alike stands where the first of them stood."""
        held = self._opened(state, event)
        opening = self.opening
        if opening is not None and self.openings.is_copy:
            opening.copies += 1
            level = level_of(state.holder, self.frame.header.issued_on)
            standing = opening.standing._replace(holder=state.holder, level=level)
            self.changed[state.id] = held
            self.tally.add(held.keys, standing, 1)
            self._remember(held, standing, day_of(event.at))
        else:
            self._stands(held, state, event)
            opening = self.opening = Opening(state, held.standing)
        held.opening = opening

    def _opened(self, state: Assignment, event: Event) -> Held:
        """A new assignment; a successor keeps the wording that held before it."""
        predecessor = self.held.get(state.predecessor or "")
        issued = directive_id(self.frame.header.ref, state.n)
        held = Held(
            state=state,
            place=event.seq,
            directive=predecessor.directive if predecessor else issued,
            keys=self._keys(state.holder),
            standing=_NOWHERE,
            standing_from=date.min,
            last_at=event.at,
        )
        self.held[state.id] = held
        self.opened += 1
        self.open_by += 1
        return held

    def _stands(self, held: Held, after: Assignment, event: Event) -> None:
        """Note the new state, and the new standing where it differs."""
        was_closed, held.state, held.last_at = held.state.state.is_closed, after, event.at
        held.opening = None
        self.changed[after.id] = held
        if after.state.is_closed and not was_closed:
            self.open_by -= 1
        if was_closed and not after.state.is_closed:
            self.open_by += 1
        if after.closed_at is not None and after.closed_at == event.at:
            self.last_closing_at = event.at
        standing = self._standing(after)
        if standing == held.standing:
            return
        if held.standing is not _NOWHERE:
            self.tally.add(held.keys, held.standing, -1)
        if standing.holder != held.standing.holder:
            held.keys = self._keys(standing.holder)
        self.tally.add(held.keys, standing, 1)
        self._remember(held, standing, day_of(event.at))

    def _remember(self, held: Held, standing: Standing, day: date) -> None:
        """A row of history per day on which something changed; a day keeps what it ended with."""
        own = held.state.id
        if day > held.standing_from:
            if held.standing is not _NOWHERE:
                old = StandingRow(own, held.standing_from, day, held.standing)
                self.standings[own, held.standing_from] = old
            held.standing_from = day
        held.standing = standing
        self.standings[own, held.standing_from] = StandingRow(
            own, held.standing_from, None, standing
        )

    def _change_rules(self, event: Event) -> None:
        """New rules judge every assignment of the packet anew."""
        states = {own: held.state for own, held in self.held.items()}
        case = self.header.but(assignments=states, seq=event.seq - 1)
        after = fold(case, [event])
        self.rules = _shared_rules(after).rules
        self.header = self.header.but(rules=self.rules)
        for own, state in after.assignments.items():
            held = self.held[own]
            if state is not held.state or self._standing(state) != held.standing:
                self._stands(held, state, event)

    def _word(self, event: Event) -> None:
        said = event.payload["directive"]
        added = as_issued(self.frame.header.ref, self.frame.number, said)
        self.wordings.setdefault(added.id, added)
        self.new_wordings.setdefault(added.id, added)

    def _name_coordinator(self, held: Held, event: Event) -> None:
        """The successor of a coordinating agency stands where that was printed, and finds its work by it."""
        before = self.wordings.get(held.directive)
        if before is not None:
            ceased, to = str(event.payload["ceased"]), str(event.payload["to"])
            names = coordinators_after(before.coordinating, ceased, to, holder=held.state.holder)
            self._reword(held, {"coordinating": names})

    def _reword(self, held: Held, changes: Mapping[str, Any]) -> None:
        before = self.wordings.get(held.directive)
        if before is None:
            return
        after = amended(before, changes, self.frame.number)
        if after is not before:
            self.wordings[after.id] = self.new_wordings[after.id] = after
            held.directive = after.id

    def _standing(self, state: Assignment) -> Standing:
        return standing_of(state, self.rules, self.frame.header.issued_on)

    def _keys(self, holder: str) -> tuple[Key, ...]:
        return keys_of(
            holder=holder,
            level=level_of(holder, self.frame.header.issued_on),
            session=self.frame.session,
            ref=self.frame.header.ref,
            programmes=self.frame.programmes,
        )


def touched_by(events: Iterable[Event]) -> list[str] | None:
    """The assignments whose state the events go on from; None means all of the packet."""
    touched: dict[str, None] = {}
    for event in events:
        if event.type is Fact.RULES_CHANGED:
            return None
        if event.type is Fact.ASSIGNMENT_OPENED:
            if (predecessor := event.payload.get("predecessor")) is not None:
                touched[predecessor] = None
            continue
        target = parsed(event.target)
        if target is not None and target.kind is Kind.ASSIGNMENT:
            touched[event.target] = None
    return list(touched)


_NOWHERE: Final = Standing(
    0, "", None, "", "", None, "", 0, None, "", None, 0, None, None, "", "", None, None
)


@lru_cache(maxsize=64)
def _interned(rules: str) -> Rules:
    return Rules.model_validate_json(rules)


def _shared_rules(case: Case) -> Case:
    """The same rules as one object in all cases: calendars are compared at every step of a fold."""
    return case.but(rules=_interned(case.rules.model_dump_json()))
