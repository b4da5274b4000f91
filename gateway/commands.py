"""Commands of people and systems, sent as updates under the command's own id.

Called by CLI, console and the demo's scripted agencies. A refusal comes back as the Refusal that
policy raised; what does not answer becomes Unreachable.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from gateway.retrying import ATTEMPT, PATIENCE_S, Patience, patiently, through_outages
from gateway.starting import Starter
from gateway.together import Travellers
from policy.adding import packet_with_room, refuse_used_number
from policy.answers import answer_to
from policy.conclusions import drafts_on_conclusion
from policy.issuing import another_packet, expanded, with_calendar
from register import reads, writes
from register.pool import Db
from schemas.case import Case
from schemas.characters import as_field, zero_character_in
from schemas.commands import AddDirective, ChangeRules, Command
from schemas.ids import Kind, Target, parsed, part_of_command
from schemas.moments import day_of
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.sizes import MOST_BYTES, largest_field, size_of
from schemas.states import State

Answer = dict[str, Any]

_MOST_CARRIED: Final = 1_000_000
"""Bytes of a signal; the engine takes twice as much in all."""

_CATCHING_UP_S: Final = (0.05, 0.2, 1.0, 3.0)
"""Pauses after telling a workflow that its register knows more, before the same command is tried again."""


class Commands:
    """Sends commands to the packets that hold their targets."""

    def __init__(self, pool: Db, client: Client, task_queue: str) -> None:
        self._pool = pool
        self._client = client
        self._starter = Starter(pool, client, task_queue)
        self._travellers = Travellers(client)

    async def send(self, command: Command, *, patience_s: float = PATIENCE_S) -> Answer:
        """Carry out one command and answer as interfaces.md says; safe to repeat with the same id.

        Raises Refusal when the rules do not allow it, MalformedInput when it is larger than a command may
        be or holds what no register keeps, Unreachable when engine or register stay away for *patience_s*.
        """
        _refuse_unless_it_can_travel(command)
        target = parsed(command.target)
        if target is None:
            raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=command.target)
        patience = Patience(patience_s)
        return await through_outages(
            lambda: self._sent(command, target, patience),
            command_id=command.command_id,
            patience=patience,
        )

    async def _sent(self, command: Command, target: Target, patience: Patience) -> Answer:
        if target.kind is Kind.ASSIGNMENT:
            way, seen = await reads.way_of(self._pool, command.target, command.command_id)
            if way is not None:
                return await self._to_packet(way, command, patience, seen)
        streams = await reads.streams_for(self._pool, command.target)
        if not streams:
            raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=command.target)
        if target.kind is Kind.ASSIGNMENT:
            return await self._to_packet(streams[0], command, patience, None)
        if isinstance(command, AddDirective):
            return await self._add(streams, command, patience)
        if isinstance(command, ChangeRules):
            command = with_calendar(command)
        return await self._to_many(streams, command, patience)

    async def deliver(self, stream: str, letter: str) -> None:
        """Signal a command as JSON text: for systems that cannot wait for an answer.

        A letter larger than a command may be is refused and recorded by the case; one that the engine
        itself would not carry raises MalformedInput.
        """
        if (size := len(letter.encode())) > _MOST_CARRIED:
            raise MalformedInput("too_large", field="letter", bytes=size, most=MOST_BYTES)
        handle = self._client.get_workflow_handle(stream)
        await patiently(
            lambda: handle.signal("deliver", letter, rpc_timeout=ATTEMPT), command_id=stream
        )

    async def _add(self, streams: list[str], command: AddDirective, patience: Patience) -> Answer:
        """A directive goes to the last open packet with room, its groups expanded; a repetition to where it went.

        Raises MalformedInput for a directive that could not be issued either.
        """
        for stream in streams:
            part = part_of_command(command.command_id, packet_of(stream))
            if await reads.command_seen(self._pool, part) is not None:
                return await self._to_many([stream], command, patience)
        cases = [await reads.case_of(self._pool, stream) for stream in streams]
        open_ones = [case for case in cases if not case.is_closed]
        if not open_ones:
            raise _closed({}, command, parsed(command.target))
        on = day_of(await self._business_now(cases))
        ready = expanded(command, on, open_ones[0].rules.calendar)
        refuse_used_number(cases, command.directive.n)
        packet = packet_with_room(open_ones, len(ready.leads))
        if packet is None:
            packet = await self._new_packet(cases, ready)
        return await self._to_many([packet.stream], ready, patience)

    async def _new_packet(self, cases: list[Case], command: AddDirective) -> Case:
        """An empty packet of the conclusion, planned and running, under the rules of the newest one.

        Raises first what the command would meet there, so that no empty packet stays behind.
        """
        packet = another_packet(cases[-1])
        drafts_on_conclusion(packet, command)
        await writes.plan_packet(self._pool, packet)
        await self._starter.start_packet(packet)
        return packet

    async def _business_now(self, cases: list[Case]) -> datetime:
        """Now by the clock of this conclusion; a virtual one is at least where its own log is."""
        moments = [datetime.now(UTC) + timedelta(seconds=cases[0].clock_offset_s)]
        if await reads.virtual_clock(self._pool):
            latest = [await reads.stream_latest(self._pool, case.stream) for case in cases]
            moments += [moment for moment in latest if moment is not None]
        return max(moments)

    async def _to_many(self, streams: list[str], command: Command, patience: Patience) -> Answer:
        """Each packet under an id of its own; answered when all have, refused only when none could."""
        parts = [
            command.but(command_id=part_of_command(command.command_id, packet_of(stream)))
            for stream in streams
        ]
        answers = await asyncio.gather(
            *(
                self._to_part(stream, part, patience)
                for stream, part in zip(streams, parts, strict=True)
            ),
            return_exceptions=True,
        )
        failures = [one for one in answers if isinstance(one, BaseException)]
        grave = [one for one in failures if not isinstance(one, Refusal)]
        if grave or len(failures) == len(answers):
            raise (grave or failures)[0]
        done = [one for one in answers if isinstance(one, dict)]
        if any("changes" in part for part in done):  # a preview: nothing was done
            return {"changes": [one for part in done for one in part["changes"]]}
        return {
            "command_id": command.command_id,
            "id": command.target,
            "affected": [
                one | {"command_id": command.command_id}
                for part in done
                for one in part["affected"]
            ],
            "skipped": [one for part in done for one in part["skipped"]],
            "repeated": all(part["repeated"] for part in done),
        }

    async def _to_part(self, stream: str, part: Command, patience: Patience) -> Answer:
        seen = await reads.command_seen(self._pool, part.command_id)
        return await self._to_packet(stream, part, patience, seen)

    async def _to_packet(
        self,
        stream: str,
        command: Command,
        patience: Patience,
        seen: reads.CommandSeen | None,
    ) -> Answer:
        """*seen* is what the register knows of the command: it may have been carried out before."""
        if seen is not None:
            return await self._answered_before(stream, command, seen)
        try:
            return await self._updated(stream, command, patience)
        except Refusal as refusal:
            if refusal.code is Code.OTHER_PACKET and "packet" in refusal.said:
                return await self._updated(str(refusal.said["packet"]), command, patience)
            raise
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise Unreachable("engine_unreachable", command_id=command.command_id) from error
        return await self._to_ended_packet(stream, command, patience)

    async def _answered_before(
        self, stream: str, command: Command, seen: reads.CommandSeen
    ) -> Answer:
        """The register knows what was carried out, also when the workflow has ended or forgotten it.

        The engine alone would give the first answer again, whatever the second command says.
        """
        if seen.digest != command.digest():
            raise Refusal(Code.CONFLICT, "id_used", command_id=command.command_id)
        case = await reads.case_of(self._pool, stream)
        return answer_to(case, command, await self._engine_now(case), repeated=True)

    async def _engine_now(self, case: Case) -> datetime:
        """Now, to which an answer adds the case's clock offset; under a virtual clock as far as the case has come."""
        if await reads.virtual_clock(self._pool):
            latest = await reads.stream_latest(self._pool, case.stream)
            if latest is not None:
                return latest - timedelta(seconds=case.clock_offset_s)
        return datetime.now(UTC)

    async def _updated(self, stream: str, command: Command, patience: Patience) -> Answer:
        """Refused by policy: raises the Refusal; while others are on the way to the packet, with the next group."""
        return await self._travellers.carried(
            stream, command, lambda: self._alone(stream, command, patience)
        )

    async def _alone(self, stream: str, command: Command, patience: Patience) -> Answer:
        handle = self._client.get_workflow_handle(stream)
        said = command.model_dump(mode="json")

        async def update() -> Answer:
            answer: Answer = await handle.execute_update(
                command.name, said, id=command.command_id, result_type=dict, rpc_timeout=ATTEMPT
            )
            return answer

        pauses = iter(_CATCHING_UP_S)
        while True:
            try:
                return await patiently(update, command_id=command.command_id, patience=patience)
            except WorkflowUpdateFailedError as failure:
                pause = next(pauses, None)
                if pause is None or not await self._lets_catch_up(handle, failure):
                    raise refusal_in(failure) from failure
            await asyncio.sleep(pause)

    async def _lets_catch_up(
        self, handle: WorkflowHandle[Any, Any], failure: WorkflowUpdateFailedError
    ) -> bool:
        """Whether the refusal was judged on less than the register holds; the workflow is told so."""
        judged_at = _judged_at(failure)
        if judged_at is None:
            return False
        held = await reads.head_seq(self._pool, handle.id)
        if held <= judged_at:
            return False
        await patiently(
            lambda: handle.signal("catch_up", held, rpc_timeout=ATTEMPT), command_id=handle.id
        )
        return True

    async def _to_ended_packet(self, stream: str, command: Command, patience: Patience) -> Answer:
        """The packet has closed: it takes nothing but the command that reopens it."""
        if (seen := await reads.command_seen(self._pool, command.command_id)) is not None:
            return await self._answered_before(stream, command, seen)
        case = await reads.case_of(self._pool, stream)
        if not case.is_closed:
            raise Unreachable("packet_lost", id=stream, command_id=command.command_id)
        if command.name != "reopen":
            raise _closed(case.assignments, command, parsed(command.target))
        try:
            return await self._starter.start_again(stream, command, patience)
        except WorkflowUpdateFailedError as failure:
            raise refusal_in(failure) from failure


def _refuse_unless_it_can_travel(command: Command) -> None:
    said = command.model_dump(mode="json")
    if (path := zero_character_in(said)) is not None:
        raise MalformedInput("zero_character", field=as_field(path))
    if (size := size_of(said)) > MOST_BYTES:
        field = largest_field(said)
        raise MalformedInput("too_large", field=field, bytes=size, most=MOST_BYTES)


def packet_of(stream: str) -> int:
    """The packet's number in a workflow id."""
    _, _, number = stream.partition("~")
    return int(number) if number else 1


def refusal_in(failure: WorkflowUpdateFailedError) -> Refusal:
    """The refusal that policy raised, rebuilt from the failure of the update."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.details:
        return Refusal.from_details(cause.details[0])
    return Refusal(Code.FAULT, "fault", error=str(cause))


def _judged_at(failure: WorkflowUpdateFailedError) -> int | None:
    """After which event a refusal at the door was judged; None for what was refused later."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.details:
        judged_at: int | None = cause.details[0].get("judged_at")
        return judged_at
    return None


def _closed(assignments: dict[str, Any], command: Command, target: Target | None) -> Refusal:
    one = assignments.get(command.target)
    if target is not None and target.kind is not Kind.ASSIGNMENT:
        return Refusal(Code.WRONG_STATE, "all_closed", id=command.target, command=command.name)
    state = one.state if one else State.COMPLETED
    return Refusal(
        Code.WRONG_STATE, "closed", id=command.target, state=state.value, command=command.name
    )
