"""Which failures of the engine pass: the same act is repeated under its id until it is answered."""

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from gateway.retrying import Patience, patiently
from schemas.refusals import Unreachable

PASSING = (
    "UNAVAILABLE",  # a server that starts
    "RESOURCE_EXHAUSTED",  # too much at once
    "ABORTED",  # a case that begins afresh
    "FAILED_PRECONDITION",  # a case whose task has failed three times
)


class Engine:
    """Fails so many times in one way, then answers."""

    def __init__(self, status: str, failures: int) -> None:
        self._status = RPCStatusCode[status]
        self._left = failures
        self.asked = 0

    async def act(self) -> str:
        self.asked += 1
        if self.asked <= self._left:
            raise RPCError("the engine's own words", self._status, b"")
        return "done"


@pytest.mark.parametrize("status", PASSING)
async def test_what_passes_is_waited_for(status: str) -> None:
    """The caller notices nothing but the time it takes."""
    engine = Engine(status, failures=2)

    answer = await patiently(engine.act, command_id="c")

    assert (answer, engine.asked) == ("done", 3)


async def test_what_does_not_pass_in_time_is_told_as_unreachable() -> None:
    """With the command's id, since the same id may be tried again later."""
    engine = Engine("FAILED_PRECONDITION", failures=100)

    with pytest.raises(Unreachable) as told:
        await patiently(engine.act, command_id="c", patience=Patience(0.2))

    assert told.value.said["command_id"] == "c"
    assert engine.asked > 1


async def test_what_will_never_pass_is_not_repeated() -> None:
    """A case that is not there does not come by waiting."""
    engine = Engine("NOT_FOUND", failures=1)

    with pytest.raises(RPCError):
        await patiently(engine.act, command_id="c")

    assert engine.asked == 1


@pytest.mark.parametrize(("kind", "asked"), [("UnprocessedUpdate", 2), ("WrongState", 1)])
async def test_an_update_that_the_case_never_saw_is_sent_again_and_a_refusal_is_not(
    kind: str, asked: int
) -> None:
    """A server killed between a task and its answer says that the update was not processed (found by the soak, seed 52)."""
    times = 0

    async def act() -> str:
        nonlocal times
        times += 1
        if times == 1:
            raise WorkflowUpdateFailedError(ApplicationError("the engine's own words", type=kind))
        return "done"

    try:
        answer = await patiently(act, command_id="c")
    except WorkflowUpdateFailedError:
        answer = "refused"

    assert (answer, times) == ("done" if asked == 2 else "refused", asked)
