"""Two hundred payloads that nobody can decode or that say nonsense: each is turned away, and nothing gets stuck."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import (
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import RawValue
from temporalio.service import RPCError

from schemas.commands import COMMANDS, EvidenceFile
from schemas.refusals import MalformedInput
from tests.builders import FIELDS, a_conclusion, a_directive, at
from tests.faults.callers import Issue, offset_to
from tests.faults.lab import Lab
from tests.faults.lives import OPENS_ON
from tests.faults.runs import Run

KINDS: Final = 200
ANSWERED_WITHIN_S: Final = 15.0
TARGET: Final = "kl/rac/1@G18"
AGENCY: Final = ("G18", "focal_point")
NONSENSE: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 1e308, "", "x", [], [[]], {}, {"a": 1}, "\u202e", "\U0001f600" * 50, 10**40, [None] * 1000,
)  # fmt: skip


def raw(data: bytes, **metadata: str) -> RawValue:
    return RawValue(
        Payload(data=data, metadata={key: value.encode() for key, value in metadata.items()})
    )


def bad_fields(dice: Random) -> Iterator[Any]:
    """A true command with one thing wrong in it."""
    while True:
        name = dice.choice(sorted(FIELDS))
        said: dict[str, Any] = {
            "command_id": "00000000-0000-4000-8000-000000000000",
            "target": TARGET,
            "actor": {"office": "G18", "role": "focal_point"},
        } | FIELDS[name]
        field = dice.choice(["command_id", "target", "actor", *FIELDS[name]])
        wrong = dice.choice(NONSENSE)
        if field in {"note", "proposed_office", "reassign_to", "changes"}:
            continue
        yield name, said | {field: {"office": "Z99", "role": wrong} if field == "actor" else wrong}


def bytes_of_all_kinds(dice: Random) -> Iterator[Any]:
    """What is no JSON, says it is something else, or is far too much of it."""
    deep = b"[" * 5_000 + b"]" * 5_000
    while True:
        yield from (
            raw(dice.randbytes(dice.randint(0, 4_000)), encoding="json/plain"),
            raw(dice.randbytes(64), encoding="binary/plain"),
            raw(dice.randbytes(64), encoding="binary/encrypted"),
            raw(b"{}", encoding="json/protobuf", messageType="a.b.C"),
            raw(b"{}"),
            raw(b"", encoding="binary/null"),
            raw(deep, encoding="json/plain"),
            raw(json.dumps("x" * dice.randint(10_000, 1_000_000)).encode(), encoding="json/plain"),
            raw(b'{"target": NaN, "actor": Infinity}', encoding="json/plain"),
            raw(b'"\\ud800"', encoding="json/plain"),
        )


def letters(dice: Random) -> Iterator[tuple[str, list[Any], Random]]:
    """What is sent: to which handler, with which arguments."""
    fields, blobs = bad_fields(dice), bytes_of_all_kinds(dice)
    while True:
        name, said = next(fields)
        yield "update", [name, said], dice
        yield "update", [dice.choice(sorted(COMMANDS)), next(blobs)], dice
        yield "update", [dice.choice(sorted(COMMANDS)), dice.choice(NONSENSE)], dice
        yield "update", dice.choice([[name, said, said], [name], ["no_such_command", said]]), dice
        yield "signal", ["deliver", json.dumps({"command": name} | said, default=str)], dice
        yield "signal", ["deliver", next(blobs)], dice
        yield "signal", ["deliver", dice.choice(NONSENSE)], dice
        yield "signal", ["no_such_signal", said], dice
        yield (
            "signal",
            dice.choice([["deliver"], ["deliver", "{}", "{}"], ["deliver", next(blobs)]]),
            dice,
        )
        yield "query", [dice.choice(["snapshot", "timeline", "why", "nothing"]), next(blobs)], dice


async def sent(lab: Lab, how: str, said: list[Any]) -> str:
    """What became of it."""
    handle = lab.client.get_workflow_handle("kl/rac")
    name, *args = said
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            if how == "update":
                await handle.execute_update(name, args=args)
                return "carried out"
            if how == "signal":
                await handle.signal(name, args=args)
                return "taken in"
            await handle.query(name, args=args)
    except WorkflowUpdateFailedError:
        return "refused"
    except WorkflowQueryFailedError:
        return "refused"
    except RPCError as error:
        return f"refused by the engine: {error.status.name}"
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
        return "no answer"
    return "answered"


async def test_undecodable_payloads_stop_nothing(lab: Lab, tmp_path: Path) -> None:
    """No update of them is carried out, no task fails, and ordinary work goes on beside them."""
    run = Run(lab, "bad-payloads", 0)
    issue = Issue(
        a_conclusion(a_directive(), ref="rac"), offset_to(at(OPENS_ON)), ("kl/rac/1@G18",)
    )
    await run.callers.issue(issue)
    before = await lab.pool.fetchval("SELECT count(*) FROM event WHERE type <> 'CommandRefused'")

    became: Counter[str] = Counter()
    carried_out: list[Any] = []
    kinds = letters(run.dice)
    for _ in range(KINDS // 10):
        some = [next(kinds) for _ in range(10)]
        answers = await asyncio.gather(*(sent(lab, how, said) for how, said, _ in some))
        became.update(f"{how}: {answer}" for (how, _, _), answer in zip(some, answers, strict=True))
        carried_out += [
            said
            for (_, said, _), answer in zip(some, answers, strict=True)
            if answer == "carried out"
        ]
    after = await lab.pool.fetchval("SELECT count(*) FROM event WHERE type <> 'CommandRefused'")
    offer = await run.callers.send(run.callers.as_command("acknowledge", TARGET, AGENCY))

    print(dict(became))
    assert (carried_out, became["update: no answer"], after) == ([], 0, before)
    assert offer.outcome == "done"
    run.judged(await run.lives_through(10))


async def test_a_command_beyond_every_limit_stops_nothing(lab: Lab) -> None:
    """The gateway sends none; of nearly two megabytes past the gateway, which the engine hands on, the case refuses."""
    run = Run(lab, "huge-payloads", 0)
    issue = Issue(
        a_conclusion(a_directive(), ref="rac"), offset_to(at(OPENS_ON)), ("kl/rac/1@G18",)
    )
    await run.callers.issue(issue)
    refused = []
    for size in (100_000, 1_900_000, 2_500_000):
        huge = run.callers.as_command(
            "submit_evidence", TARGET, AGENCY, **FIELDS["submit_evidence"]
        ).but(files=(EvidenceFile(sha256="0" * 64, size=1, name="x", type="a/b"),) * (size // 100))
        with pytest.raises(MalformedInput) as told:
            await lab.commands.send(huge)
        refused.append((told.value.reason, told.value.field))
    became = await sent(lab, "update", ["note", {"text": "x" * 1_900_000}])
    offer = await run.callers.send(run.callers.as_command("acknowledge", TARGET, AGENCY))

    assert refused == [("too_large", "files")] * 3
    assert became == "refused"
    assert offer.outcome == "done"
    run.judged(await run.examined())
