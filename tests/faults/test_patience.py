"""What a caller is told when nobody answers: whether the command may still arrive, and nothing at all of short outages."""

import asyncio
from random import Random

import pytest

from register.pool import AWAY
from schemas.commands import Command
from schemas.refusals import Unreachable
from schemas.sentences import sentence_of
from tests.builders import a_conclusion, a_directive, at
from tests.faults.callers import Callers, Issue, offset_to
from tests.faults.lab import Lab, Part, until
from tests.faults.lives import OPENS_ON, SUPERVISOR

TARGET = "kl/cho-doi/1@G01"


async def told(lab: Lab, command: Command) -> tuple[str, str]:
    """The reason and the Vietnamese sentence that a caller of little patience gets."""
    with pytest.raises(Unreachable) as failure:
        await lab.commands.send(command, patience_s=1.5)
    return failure.value.reason, sentence_of(failure.value.reason, failure.value.said, "vi")[0]


async def unanswered(lab: Lab) -> None:
    """Wait until the last process of the killed database has noticed; until then it answers."""
    async with asyncio.timeout(30):
        while True:
            try:
                await lab.pool.fetchval("SELECT true")
            except AWAY:
                return
            await asyncio.sleep(0.05)


async def test_a_caller_is_told_whether_the_command_may_still_arrive(lab: Lab) -> None:
    """Nothing leaves while the register is away; what left and was not answered may arrive; short outages do not show."""
    callers = Callers(lab, Random(1))
    conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref="cho-doi")
    await callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (TARGET,)))
    first, second, third = (
        callers.as_command("note", TARGET, SUPERVISOR, text=f"Lần {n}") for n in (1, 2, 3)
    )

    lab.kill(Part.POSTGRES)
    await unanswered(lab)
    without_register = await told(lab, first)
    sending = asyncio.ensure_future(lab.commands.send(second))
    await lab.revive(Part.POSTGRES)
    through_the_outage = await sending

    lab.kill(Part.TEMPORAL)
    await until(lambda: lab.temporal.pid is None)
    without_engine = await told(lab, third)
    await lab.revive(Part.TEMPORAL)
    repeated = await lab.commands.send(third)
    written = await lab.pool.fetch(
        "SELECT payload ->> 'text' AS text FROM event WHERE type = 'Noted'"
    )

    assert ("nothing_sent", "chưa gửi gì đi" in without_register[1]) == (without_register[0], True)
    assert ("command_unanswered", "có thể vẫn" in without_engine[1]) == (without_engine[0], True)
    assert not through_the_outage["repeated"]
    assert third.command_id == repeated["command_id"]
    assert ["Lần 2", "Lần 3"] == sorted(row["text"] for row in written)


async def test_a_conclusion_that_is_written_down_starts_by_itself(lab: Lab) -> None:
    """The engine is away while it is issued: the caller is told that nothing need be done, and that is true."""
    conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref="cho-may")
    lab.starter.patience_s = 1.5
    lab.kill(Part.TEMPORAL)
    await until(lambda: lab.temporal.pid is None)

    with pytest.raises(Unreachable) as failure:
        await lab.starter.start(conclusion)
    await lab.revive(Part.TEMPORAL)
    started = await lab.starter.start_planned()

    assert "start_unanswered" == failure.value.reason
    assert 1 == started
