"""Does the checker see? Each safeguard is switched off, and each invariant broken by hand; then it must go red.

The same provocation against the whole system must leave it green, so that red means the safeguard.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from temporalio.client import WorkflowUpdateFailedError

from tests.builders import a_conclusion, a_directive, at
from tests.faults.callers import Attempt, Callers, Issue, Offer, offset_to
from tests.faults.checker import INVARIANTS, violations
from tests.faults.lab import ODD_WORKER, Lab, Part, a_lab, until
from tests.faults.lives import EXAMINER, OPENS_ON, SUPERVISOR
from tests.faults.runs import Run
from tests.faults.sources import Sources, register_now

STRANGER: Final = ("G13", "focal_point")
AGENCY: Final = ("G18", "focal_point")


async def issued(callers: Callers, ref: str) -> str:
    """A conclusion of one directive; the id of its assignment."""
    own = f"kl/{ref}/1@G18"
    conclusion = a_conclusion(a_directive(), ref=ref)
    await callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (own,)))
    return own


async def past_the_gateway(lab: Lab, callers: Callers, offer: Offer) -> None:
    """An update by somebody who reaches Temporal itself, and what it was answered."""
    callers.log.offers.append(offer)
    command = offer.command
    handle = lab.client.get_workflow_handle(command.target.rsplit("/", 1)[0])
    try:
        offer.answer = await handle.execute_update(
            command.name, command.model_dump(mode="json"), id=command.command_id
        )
        offer.outcome = "done"
    except WorkflowUpdateFailedError as refused:
        offer.outcome = str(getattr(refused.cause, "type", "Fault"))


def red(sources: Sources) -> set[str]:
    return {one.invariant for one in violations(sources)}


async def twice(lab: Lab, run: Run) -> None:
    """The same command id for two cases: only the register can know."""
    one, other = [await issued(run.callers, ref) for ref in ("mot", "hai")]
    first = run.callers.as_command("acknowledge", one, AGENCY)
    await past_the_gateway(lab, run.callers, Offer(first))
    await past_the_gateway(lab, run.callers, Offer(first.but(target=other)))


async def unlawfully(lab: Lab, run: Run) -> None:
    """Another agency acknowledges, by the gateway and past it, and the office accepts what nobody submitted."""
    own = await issued(run.callers, "la")
    stranger = run.callers.as_command("acknowledge", own, STRANGER)
    await run.callers.send(stranger)
    await past_the_gateway(lab, run.callers, Offer(stranger.but(command_id=run.callers.new_id())))
    await run.callers.send(run.callers.as_command("note", own, SUPERVISOR, text="Theo dõi"))
    accept = run.callers.as_command("review_evidence", own, EXAMINER, verdict="accept")
    await past_the_gateway(lab, run.callers, Offer(accept))


async def test_provoked_in_every_way_the_whole_system_stays_green(tmp_path: Path) -> None:
    """So that red in the tests below means the safeguard."""
    async with a_lab(tmp_path, durable=False) as lab:
        run = Run(lab, "provoked", 0)

        await twice(lab, run)
        await unlawfully(lab, run)
        sources = await run.examined()

    assert red(sources) == set()


async def test_without_unique_keys_a_command_is_carried_out_twice(tmp_path: Path) -> None:
    """One id, two cases."""
    async with a_lab(tmp_path, durable=False) as lab:
        run = Run(lab, "no-keys", 0)
        await lab.pool.execute(
            "ALTER TABLE command DROP CONSTRAINT command_pkey;"
            "ALTER TABLE event DROP CONSTRAINT event_key_once;"
        )

        await twice(lab, run)
        sources = await run.examined()

    assert "I7" in red(sources)


@pytest.mark.parametrize("is_off", [False, True], ids=["intact", "off"])
async def test_without_adoption_an_acknowledged_command_is_lost(
    tmp_path: Path, *, is_off: bool
) -> None:
    """Worker, server and caller die right after a commit; the next command meets a register that is ahead."""
    fuse = tmp_path / "fuse"
    odd = (ODD_WORKER, "--dies", str(fuse), *(["--deaf"] if is_off else []))
    async with a_lab(tmp_path, program=odd) as lab:
        run = Run(lab, "no-adoption", 0, drain_within_s=5)
        own = await issued(run.callers, "mot")
        lost = run.callers.as_command("acknowledge", own, AGENCY)
        fuse.touch()

        calling = asyncio.create_task(lab.commands.send(lost))
        await until(lambda: not fuse.exists())
        calling.cancel()
        lab.kill(Part.TEMPORAL)
        lab.kill(Part.WORKER)
        with suppress(asyncio.CancelledError, Exception):
            await calling
        await lab.revive(Part.TEMPORAL)
        await lab.revive(Part.WORKER)
        await lab.is_whole()
        note = run.callers.as_command("note", own, SUPERVISOR, text="Theo dõi sát")
        await past_the_gateway(lab, run.callers, Offer(note))
        await run.callers.send(lost)
        sources = await run.examined()

    assert {"I2", "I5"} <= red(sources) if is_off else red(sources) == set()


JUDGES: Final[dict[str, tuple[set[str], set[str]]]] = {
    "--strangers": ({"I9"}, {"I6"}),
    "--shortcuts": ({"I6", "I7"}, {"I9"}),
    "--doorless": (set(), set(INVARIANTS)),
}
"""Which judge is away: what must go red, and what must not, since another judge is there. What passes the door is
judged again by the decision, so that the door alone is no safeguard.
"""


@pytest.mark.parametrize("is_off", JUDGES)
async def test_without_its_judge_a_wrong_passes(tmp_path: Path, is_off: str) -> None:
    """The right of the actor, the state with what a command must bring, the door: each switched off alone."""
    goes_red, stays_green = JUDGES[is_off]
    async with a_lab(tmp_path, program=(ODD_WORKER, is_off), durable=False) as lab:
        run = Run(lab, f"without{is_off}", 0)

        await unlawfully(lab, run)
        sources = await run.examined()

    assert (goes_red - red(sources), stays_green & red(sources)) == (set(), set())


async def test_without_notices_nobody_is_told(tmp_path: Path) -> None:
    """A register that keeps events and forgets their notices."""
    async with a_lab(tmp_path, durable=False) as lab:
        run = Run(lab, "no-notices", 0)
        await lab.pool.execute(
            "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "CREATE TRIGGER forget BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION forget();"
        )
        own = await issued(run.callers, "mot")

        await run.callers.send(run.callers.as_command("acknowledge", own, AGENCY))
        sources = await run.examined()

    assert red(sources) == {"I3"}


async def test_a_dead_system_does_not_pass(tmp_path: Path) -> None:
    """Without any worker nothing is lost and nothing is doubled, and that is not enough."""
    async with a_lab(tmp_path, durable=False, with_workers=False) as lab:
        run = Run(lab, "dead", 0, drain_within_s=1)
        run.callers = Callers(lab, run.dice, give_up_after_s=1, attempt_s=2)
        with suppress(Exception):
            await issued(run.callers, "mot")
        sources = await run.examined(answers_within_s=1)

    assert "I11" in red(sources)


TAMPERINGS: Final = {
    "I1": "DELETE FROM assignment WHERE id = (SELECT min(id) FROM assignment)",
    "I2": "DELETE FROM command WHERE id = (SELECT min(id) FROM command)",
    "I3": "DELETE FROM outbox WHERE kind = 'RungSent'",
    "I4": "UPDATE event SET at = at - interval '1 year' WHERE type = 'RungSent'",
    "I5": "UPDATE assignment SET progress = 99",
    "I6": "DELETE FROM event WHERE type = 'EvidenceSubmitted'",
    "I7": "UPDATE event SET type = 'Acknowledged' WHERE type = 'EvidenceAccepted'",
    "I8": "UPDATE conclusion SET closed_at = NULL",
    "I9": 'UPDATE event SET actor = \'{"office": "G13", "role": "focal_point"}\' WHERE actor IS NOT NULL',
    "I10": "UPDATE event SET payload = '{\"text\": \"khác\"}' WHERE type = 'Noted'",
}
"""A hand in the register for each invariant that is computed from it."""


def _unanswered(sources: Sources) -> None:
    sources.log.attempts += [Attempt(0, 1, answered=False)] * len(sources.log.attempts)


def _stuck(sources: Sources) -> None:
    next(iter(sources.engine.values())).trouble.append("workflow task at attempt 12")


def _unreadable(sources: Sources) -> None:
    sources.lost_files = {one for offer in sources.log.done() for one in offer.files}


def _forgotten(sources: Sources) -> None:
    for told in sources.engine.values():
        told.accepted.clear()
        told.carried.clear()


MEMORIES: Final[dict[str, tuple[str, Callable[[Sources], None]]]] = {
    "calls go unanswered": ("I11", _unanswered),
    "a task fails again and again": ("I12", _stuck),
    "evidence cannot be read back": ("I2", _unreadable),
    "the engine has forgotten": ("I5", _forgotten),
}
"""The same for what callers and Temporal say."""


async def test_every_invariant_is_seen_when_it_is_broken(tmp_path: Path) -> None:
    """After a green run each is broken by hand, alone, and named."""
    async with a_lab(tmp_path, durable=False) as lab:
        run = Run(lab, "tampered", 3)
        sources = await run.lives_through(30)
        before, seen = red(sources), {}
        db = await lab.looks()
        for invariant, tampering in TAMPERINGS.items():
            transaction = db.transaction()
            await transaction.start()
            assert await db.execute(tampering) not in {"UPDATE 0", "DELETE 0"}, invariant
            seen[invariant] = red(replace(sources, register=await register_now(db)))
            await transaction.rollback()
        await db.close()
        for name, (invariant, tamper) in MEMORIES.items():
            again = await run.examined()
            tamper(again)
            seen[f"{invariant}, {name}"] = red(again)
            run.callers.log.attempts = [one for one in run.callers.log.attempts if one.answered]

    assert before == set()
    unseen = {name: found for name, found in seen.items() if name.split(",")[0] not in found}
    assert unseen == {}
    assert {name.split(",")[0] for name in seen} == set(INVARIANTS)
