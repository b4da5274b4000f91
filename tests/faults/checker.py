"""All invariants, each computed from the callers' log, the histories of Temporal and the register.

One function per invariant; each returns what it found wrong, with the ids. Nothing found in any is
what every fault test asks for.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tests.faults import reckoning
from tests.faults.reckoning import as_value, place
from tests.faults.sources import Row, Sources

FLOOR: Final = 0.95
DRAINED_WITHIN_S: Final = 60.0
TOLD: Final = frozenset(
    {
        "AssignmentOpened", "Reminded", "EvidenceSubmitted", "EvidenceAccepted", "EvidenceReturned",
        "ReportReturned", "Objected", "ObjectionRejected", "Reassigned", "ExtensionRequested",
        "ExtensionGranted", "ExtensionRefused", "ContributionRequested", "Contributed", "Amended", "OpinionRequested", "OpinionGiven",
        "Suspended", "Resumed", "Withdrawn", "Reopened", "ExplanationDemanded",
        "ExplanationSubmitted", "RungSent",
    }
)  # fmt: skip
"""Facts somebody is told of."""
FACT_OF: Final = {
    "acknowledge": "Acknowledged", "name_unit": "UnitNamed", "submit_report": "ReportSubmitted",
    "submit_evidence": "EvidenceSubmitted", "object": "Objected", "note": "Noted",
    "request_extension": "ExtensionRequested", "reassign": "Reassigned", "suspend": "Suspended",
    "resume": "Resumed", "withdraw": "Withdrawn", "reopen": "Reopened",
}  # fmt: skip
"""What an acknowledged command must have become, where one command makes one kind of fact."""
_CLOSED: Final = frozenset({"completed", "reassigned", "withdrawn"})
_RUNGS: Final = frozenset({"RungSent", "RungCollapsed", "RungSkipped"})


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must never be, and where."""

    invariant: str
    said: str
    id: str

    def __str__(self) -> str:
        return f"{self.invariant} {self.id}: {self.said}"


Found = Iterator[Violation]


def no_lost_directive(from_: Sources) -> Found:
    """I1: every acknowledged directive and assignee has one assignment, every packet one workflow."""
    expected = {
        one
        for issue in from_.log.issues.values()
        if issue.acknowledged
        for one in issue.assignments
    }
    offered = {one for issue in from_.log.issues.values() for one in issue.assignments}
    successors = {
        row["id"]
        for row in from_.register["assignment"]
        if as_value(row["state_json"]).get("predecessor")
    }
    held = Counter(row["id"] for row in from_.register["assignment"])
    yield from (Violation("I1", "lost", one) for one in sorted(expected - held.keys()))
    yield from (
        Violation("I1", "nobody ordered it", one)
        for one in sorted(held.keys() - offered - successors)
    )
    yield from (Violation("I1", f"{n} rows", one) for one, n in held.items() if n != 1)
    streams = set(from_.register.streams)
    yield from (
        Violation("I1", "no workflow", one) for one in sorted(streams - from_.engine.keys())
    )
    yield from (Violation("I1", "no stream", one) for one in sorted(from_.engine.keys() - streams))
    for stream, told in from_.engine.items():
        if told.statuses.count("RUNNING") > 1:
            yield Violation("I1", f"{told.statuses}", stream)


def no_lost_command(from_: Sources) -> Found:
    """I2: what was acknowledged, evidence above all, is in the history, in the log and readable; once."""
    commands: Mapping[str, Row] = {row["id"]: row for row in from_.register["command"]}
    known = reckoning.known_to_engine(from_)
    for offer in from_.log.done():
        for part in reckoning.parts(from_, offer.id, offer.command.target):
            row = commands.get(part)
            if row is None:
                yield Violation("I2", f"{offer.command.name} acknowledged and lost", part)
                continue
            if row["digest"] != offer.command.but(command_id=part).digest():
                yield Violation("I2", "says something else", part)
            if part not in known:
                yield Violation("I2", "not in any history", part)
            name = offer.command.name
            facts = reckoning.as_facts(from_.register, name, FACT_OF.get(name), part)
            yield from (Violation("I2", said, part) for said in facts)
            for lost in set(offer.files) - reckoning.files_in(from_.register, part):
                yield Violation("I2", f"file {lost} is not in the log", part)
        for lost in from_.lost_files.intersection(offer.files):
            yield Violation("I2", f"file {lost} cannot be read", offer.id)


def notified_once(from_: Sources) -> Found:
    """I3: one notice per fact that is told, one per rung that was sent, each with its delivery."""
    rows = Counter((row["stream"], row["seq"]) for row in from_.register["outbox"])
    for event in from_.register["event"]:
        said = rows.pop((event["stream"], event["seq"]), 0)
        if said != (event["type"] in TOLD):
            yield Violation("I3", f"{event['type']} told {said} times", place(event))
    yield from (Violation("I3", "a notice of nothing", f"{s}#{n}") for s, n in rows)
    rungs = Counter(
        (row["target"], said["obligation_key"], said["rung"])
        for row in from_.register["outbox"]
        if row["kind"] == "RungSent"
        for said in [as_value(row["said"])]
    )
    yield from (
        Violation("I3", f"{key}, {rung} told {n} times", target)
        for (target, key, rung), n in rungs.items()
        if n != 1
    )
    sent = {row["notice"] for row in from_.register["delivery"]}
    yield from (
        Violation("I3", "a notice without delivery", str(row["id"]))
        for row in from_.register["outbox"]
        if row["id"] not in sent
    )


def no_doubled_rung(from_: Sources) -> Found:
    """I4: every rung once, never before its moment, none left out; collapsed only below a sent one."""
    rungs = [
        (one, as_value(one["payload"])) for one in from_.register["event"] if one["type"] in _RUNGS
    ]
    early = [one for one, said in rungs if datetime.fromisoformat(said["moment"]) > one["at"]]
    yield from (Violation("I4", "before its moment", place(one)) for one in early)
    seen = Counter((one["target"], said["obligation_key"], said["rung"]) for one, said in rungs)
    for (target, key, rung), n in seen.items():
        if n > 1:
            yield Violation("I4", f"{key} {rung} recorded {n} times", target)
    sent = {
        (one["target"], said["obligation_key"], one["at"])
        for one, said in rungs
        if one["type"] == "RungSent"
    }
    for one, said in rungs:
        together = (one["target"], said["obligation_key"], one["at"])
        if one["type"] == "RungCollapsed" and together not in sent:
            yield Violation("I4", "collapsed, and no higher one sent", place(one))
    missed = reckoning.missed_rungs(from_, {(target, rung) for target, _, rung in seen})
    yield from (Violation("I4", said, own) for said, own in missed)


def register_is_history(from_: Sources) -> Found:
    """I5: the fold of each stream is its rows; Temporal's own memory and answers agree with them."""
    for stream, row in from_.register.streams.items():
        if row["seq"] == 0:
            continue
        try:
            case = reckoning.folded(from_.register, stream)
        except ValueError as gap:
            yield Violation("I5", f"cannot be folded: {gap}", stream)
            continue
        for said, own in reckoning.rows_differ(from_.register, case, row):
            yield Violation("I5", said, own)
        for said, own in reckoning.engine_differs(from_, case):
            yield Violation("I5", said, own)
    counters = reckoning.counters_differ(from_.register)
    yield from (Violation("I5", said, own) for said, own in counters)
    known = reckoning.known_to_engine(from_)
    yield from (
        Violation("I5", "in the register, and in no history", row["id"])
        for row in from_.register["command"]
        if row["id"] not in known
    )
    done = {
        part
        for one in from_.log.done()
        for part in reckoning.parts(from_, one.id, one.command.target)
    }
    offered = {one.id for one in from_.log.offers} | done
    offered |= {
        part
        for one in from_.log.offers
        for part in reckoning.parts(from_, one.id, one.command.target)
    }
    yield from (
        Violation("I5", "nobody has said this", row["id"])
        for row in from_.register["command"]
        if row["id"] not in offered
    )


def completed_with_evidence(from_: Sources) -> Found:
    """I6: nothing is completed without accepted evidence of its own."""
    standings, _ = reckoning.followed(from_.register)
    shown = {row["id"] for row in from_.register["assignment"] if row["state"] == "completed"}
    held = {own for own, one in standings.items() if one.state == "completed"}
    for own in sorted(shown | held):
        one = standings.get(own)
        accepted = one.accepted if one else None
        seq = accepted["payload"].get("reviewed_seq") if accepted else None
        submitted = one.submissions.get(seq) if one and seq else None
        if not submitted or not submitted["payload"].get("files"):
            yield Violation("I6", "completed without accepted evidence", own)


def legal_steps(from_: Sources) -> Found:
    """I7: only steps of the regulation, and seq rises by one."""
    for stream, events in from_.register.events_of.items():
        seqs = [event["seq"] for event in events]
        if seqs != list(range(1, len(seqs) + 1)):
            yield Violation("I7", "seq does not rise by one", stream)
    standings, wrong = reckoning.followed(from_.register)
    yield from (Violation(which, said, where) for which, said, where in wrong if which == "I7")
    keys = Counter((one["stream"], one["key"], one["ordinal"]) for one in from_.register["event"])
    yield from (
        Violation("I7", f"{key} happened {n} times", stream)
        for (stream, key, _), n in keys.items()
        if n > 1
    )
    ids = Counter(row["id"] for row in from_.register["command"])
    yield from (Violation("I7", f"carried out {n} times", one) for one, n in ids.items() if n > 1)
    for own, standing in standings.items():
        row = from_.register.assignments.get(own)
        if row is not None:
            said = (standing.state, standing.declared, standing.verified)
            shown = (row["state"], row["declared"], row["verified"])
            if said != shown:
                yield Violation("I7", f"shown as {shown}, its facts say {said}", own)


def closed_when_all_are(from_: Sources) -> Found:
    """I8: a conclusion is closed when and only when all its assignments are; so is each workflow."""
    for ref, row in from_.register.conclusions.items():
        own = [one for one in from_.register["assignment"] if one["ref"] == ref]
        whole = row["packets_opened"] == row["packets"] and own
        is_closed = bool(whole) and all(one["state"] in _CLOSED for one in own)
        if is_closed != (row["closed_at"] is not None):
            yield Violation("I8", f"closed_at {row['closed_at']}", f"kl/{ref}")
    for stream, told in from_.engine.items():
        own = [one for one in from_.register["assignment"] if one["stream"] == stream]
        wanted = "COMPLETED" if own and all(one["state"] in _CLOSED for one in own) else "RUNNING"
        if told.statuses[:1] != [wanted]:
            yield Violation("I8", f"workflow {told.statuses[:1]}, not {wanted}", stream)


def acting_party(from_: Sources) -> Found:
    """I9: every change names an actor whose office may do it."""
    _, wrong = reckoning.followed(from_.register)
    yield from (Violation(which, said, where) for which, said, where in wrong if which == "I9")


def chain(from_: Sources) -> Found:
    """I10: the hash chain verifies to its head, and every first event of a command has its row."""
    for stream, row in from_.register.streams.items():
        content = from_.register.conclusions[row["ref"]]["content_hash"]
        head = reckoning.seed_of(content, row["packet"])
        for event in from_.register.events_of[stream]:
            if event["prev_hash"] != head or event["hash"] != reckoning.hash_of(event):
                yield Violation("I10", "the chain is broken", place(event))
                break
            head = event["hash"]
        else:
            if head != row["head_hash"]:
                yield Violation("I10", "the head is another", stream)
    firsts = Counter((e["key"], e["stream"]) for e in from_.register["event"] if e["digest"])
    commands = Counter((row["id"], row["stream"]) for row in from_.register["command"])
    yield from (
        Violation("I10", "events and commands differ", key)
        for key, _ in (firsts - commands) + (commands - firsts)
    )


def floor(from_: Sources) -> Found:
    """I11: who calls while nothing is wrong is answered, everybody in the end, and soon."""
    outside = [one for one in from_.log.attempts if not from_.faults.touches(one.begun, one.ended)]
    answered = sum(one.answered for one in outside)
    if not outside or answered < FLOOR * len(outside):
        yield Violation("I11", f"{answered} of {len(outside)} calls answered", "floor")
    yield from (
        Violation("I11", "never answered", one.id)
        for one in from_.log.offers
        if one.outcome == "open"
    )
    yield from (
        Violation("I11", "never started", ref)
        for ref, issue in from_.log.issues.items()
        if not issue.acknowledged
    )
    if not from_.log.done():
        yield Violation("I11", "no command was carried out at all", "floor")
    if from_.drained_in_s > DRAINED_WITHIN_S:
        yield Violation("I11", f"drained in {from_.drained_in_s:.0f} s", "drain")


def nothing_stuck(from_: Sources) -> Found:
    """I12: no workflow task that fails again and again, no activity on attempt > 10, no fault of ours."""
    for stream, told in from_.engine.items():
        yield from (Violation("I12", said, stream) for said in told.trouble)
        if set(told.statuses) - {"RUNNING", "COMPLETED", "CONTINUED_AS_NEW"}:
            yield Violation("I12", f"{told.statuses}", stream)
    yield from (
        Violation("I12", f"{one.command.name}: {one.answer}", one.id)
        for one in from_.log.offers
        if one.outcome == "Fault"
    )


INVARIANTS: Final[Mapping[str, Callable[[Sources], Found]]] = {
    "I1": no_lost_directive,
    "I2": no_lost_command,
    "I3": notified_once,
    "I4": no_doubled_rung,
    "I5": register_is_history,
    "I6": completed_with_evidence,
    "I7": legal_steps,
    "I8": closed_when_all_are,
    "I9": acting_party,
    "I10": chain,
    "I11": floor,
    "I12": nothing_stuck,
}


def violations(from_: Sources) -> list[Violation]:
    """Everything that is wrong, in the order of the invariants."""
    return [found for check in INVARIANTS.values() for found in check(from_)]
