"""What the checker computes before it compares: facts followed one by one, streams folded, rows put beside them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from policy.fold import fold
from policy.timeliness import late_from
from schemas.case import Assignment, Case
from schemas.events import Event
from tests.faults.model import EDGES, Standing
from tests.faults.sources import Register, Row, Sources

Difference = tuple[str, str]
"""What is wrong, and where."""
SLACK: Final = timedelta(seconds=10)
"""How long after its moment a rung may be in the making."""
_COLUMNS: Final = ("due_on", "precision", "review_on", "version", "set_by", "first_due_on")


def place(event: Row) -> str:
    return f"{event['stream']}#{event['seq']}"


def as_value(text: Any) -> Any:
    """JSON as a value, however the column gives it."""
    return json.loads(text) if isinstance(text, str | bytes) else text


def parts(from_: Sources, command_id: str, target: str) -> list[str]:
    """Under which ids a command stands in the register: its own, or one for each packet it went to."""
    if "@" in target:
        return [command_id]
    ref = target.split("/")[1]
    packets = sorted(row["packet"] for row in from_.register["stream"] if row["ref"] == ref)
    own = [str(uuid5(UUID(command_id), f"packet:{packet}")) for packet in packets]
    return [one for one in own if one in from_.register.by_key] or own


def as_facts(register: Register, name: str, fact: str | None, command_id: str) -> Iterator[str]:
    """Whether the events of a command are what it said."""
    kinds = {event["type"] for event in register.by_key.get(command_id, ())}
    if not kinds:
        yield f"{name}: no event"
    elif fact is not None and fact not in kinds:
        yield f"{name} became {sorted(kinds)}"


def files_in(register: Register, command_id: str) -> set[str]:
    """Hashes of the files that the events of a command name."""
    return {
        file["sha256"]
        for event in register.by_key.get(command_id, ())
        for file in as_value(event["payload"]).get("files") or ()
    }


def known_to_engine(from_: Sources) -> set[str]:
    """Every command id in any history."""
    return set().union(*(told.knows for told in from_.engine.values()))


def followed(register: Register) -> tuple[dict[str, Standing], list[tuple[str, str, str]]]:
    """Every assignment by the second opinion, and its objections: invariant, what, where."""
    standings: dict[str, Standing] = {}
    wrong: list[tuple[str, str, str]] = []
    offices = {ref: row["standing_office"] for ref, row in register.conclusions.items()}
    for stream, events in register.events_of.items():
        office = offices[register.streams[stream]["ref"]]
        for row in events:
            event = dict(row) | {
                "payload": as_value(row["payload"]),
                "actor": as_value(row["actor"]),
            }
            if row["type"] == "AssignmentOpened":
                standings[row["target"]] = Standing(event, office)
            elif (one := standings.get(row["target"])) is not None:
                wrong += [(which, said, place(row)) for which, said in one.follow(event)]
            elif row["type"] in EDGES:
                wrong.append(("I7", f"{row['type']} before it was opened", place(row)))
    return standings, wrong


def folded(register: Register, stream: str) -> Case:
    """The case as the log of its stream makes it, from the plan on."""
    fields = set(Event.model_fields)
    events = [
        Event.model_validate(
            {name: value for name, value in row.items() if name in fields}
            | {"payload": as_value(row["payload"]), "actor": as_value(row["actor"])}
        )
        for row in register.events_of[stream]
    ]
    return fold(Case.model_validate_json(register.streams[stream]["plan"]), events)


def rows_differ(register: Register, case: Case, head: Row) -> Iterator[Difference]:
    """The fold beside the rows of the read model."""
    if head["seq"] != case.seq:
        yield f"seq {head['seq']}, folded {case.seq}", case.stream
    is_open = sum(not one.state.is_closed for one in case.assignments.values())
    if head["open_assignments"] != is_open:
        yield f"{head['open_assignments']} open, folded {is_open}", case.stream
    for own, one in case.assignments.items():
        row = register.assignments.get(own)
        if row is None:
            yield "no row", own
            continue
        wanted = _as_row(one, case)
        shown = {name: row[name] for name in wanted}
        if shown != wanted:
            yield f"{_only_different(shown, wanted)}", own
        if Assignment.model_validate_json(row["state_json"]) != one:
            yield "the kept state is not the folded one", own


def _as_row(one: Assignment, case: Case) -> dict[str, Any]:
    deadline = one.deadline
    return {
        "stream": case.stream,
        "holder": one.holder,
        "state": one.state.value,
        "declared": one.declared.value,
        "verified": one.verified.value,
        "progress": one.progress,
        "rung": one.rung,
        "seq": one.seq,
        "next_wake_at": one.next_wake_at,
        "late_from": late_from(one, case.rules),
    } | {name: getattr(deadline, name) for name in _COLUMNS}


def _only_different(shown: dict[str, Any], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (shown[name], wanted[name]) for name in wanted if shown[name] != wanted[name]}


def engine_differs(from_: Sources, case: Case) -> Iterator[Difference]:
    """What Temporal itself says of the workflow, and every answer it ever gave, beside the register."""
    told = from_.engine.get(case.stream)
    if told is None:
        return
    states = {own: one.state.value for own, one in case.assignments.items()}
    if told.statuses[:1] == ["COMPLETED"] and told.outcome is not None:
        said = (told.outcome["seq"], told.outcome["assignments"])
        if said != (case.seq, dict(Counter(sorted(states.values())))):
            yield f"ended with {said}, the register holds {case.seq}, {states}", case.stream
    if told.snapshot is not None:
        held = {one["id"]: one["state"] for one in told.snapshot["assignments"]}
        if (told.snapshot["seq"], held) != (case.seq, states):
            yield f"holds seq {told.snapshot['seq']}, the register {case.seq}", case.stream
    for command_id in told.succeeded:
        if command_id not in from_.register.by_key:
            yield "the engine answered, the register knows nothing", command_id


def counters_differ(register: Register) -> Iterator[Difference]:
    """Totals beside what they count."""
    wanted: Counter[tuple[str, str, str]] = Counter()
    for row in register["assignment"]:
        if row["grp"] == "reassigned":
            continue
        session = "" if row["session"] is None else str(row["session"])
        keys = [("agency", row["holder"]), ("level", row["level"]), ("session", session)]
        keys += [("conclusion", row["ref"])]
        keys += [("programme", one) for one in (row["programmes"] or [""])]
        wanted.update((*key, row["grp"]) for key in keys)
    shown = {
        (row["dimension"], row["key"], group): n
        for row in register["counter"]
        for group, n in row.items()
        if group not in {"dimension", "key"} and n
    }
    for key in sorted(shown.keys() | wanted.keys()):
        if shown.get(key, 0) != wanted[key]:
            yield f"counted {shown.get(key, 0)}, there are {wanted[key]}", "/".join(key)


def missed_rungs(from_: Sources, seen: set[tuple[str, str]]) -> Iterator[Difference]:
    """Rungs whose moment has come and that nobody recorded."""
    register = from_.register
    for stream, row in register.streams.items():
        offset = timedelta(seconds=register.conclusions[row["ref"]]["clock_offset_s"])
        for own, one in _assignments_of(register, stream).items():
            if one.next_wake_at and one.next_wake_at < register.now + offset - SLACK:
                yield f"overslept {one.next_wake_at}", own
    for issue in from_.log.issues.values():
        for own in issue.assignments if issue.rung and issue.acknowledged else ():
            if (own, issue.rung) not in seen:
                yield f"the rung {issue.rung} was never recorded", own


def _assignments_of(register: Register, stream: str) -> Mapping[str, Assignment]:
    """None of a log that cannot be folded: that is I5's to say."""
    if register.streams[stream]["seq"] == 0:
        return {}
    try:
        return folded(register, stream).assignments
    except ValueError:
        return {}


def seed_of(content_hash: str, packet: int) -> str:
    """What stands before the first event of a packet."""
    return hashlib.sha256(f"{content_hash}:{packet}".encode()).hexdigest()


def hash_of(event: Row) -> str:
    """The hash of an event by the published recipe, in code of its own."""
    said = {
        name: event[name]
        for name in ("stream", "seq", "type", "target", "key", "ordinal", "digest", "prev_hash")
    }
    said |= {name: _instant(event[name]) for name in ("at", "recorded_at")}
    said |= {name: as_value(event[name]) for name in ("actor", "payload")}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
