"""A conclusion and its assignments, from issue to closing. Started by the gateway, one run per packet."""

import asyncio
import json
from collections import Counter, deque
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from policy.answers import answer_to, snapshot_of
from policy.decide import Decision, carried_out, decide, next_wake_at
from policy.fold import fold
from policy.preview import answer as previewed
from policy.why import why
from schemas.addressees import refuse_unless_they_exist
from schemas.answers import Skipped
from schemas.case import Case
from schemas.characters import zero_character_in
from schemas.commands import COMMANDS, Command
from schemas.events import Event, Fact
from schemas.ids import parsed
from schemas.moments import day_of
from schemas.refusals import Code, Refusal
from workflows import effects
from workflows.alarm import Alarm
from workflows.inbox import Inbox, command_from, refuse_zero_character
from workflows.options import MOST_EVENTS_IN_HISTORY
from workflows.wire import (
    TOGETHER,
    as_failure,
    as_shown,
    as_text,
    refuse_if_too_large,
    refused_letter,
)

NO_ZERO_CHARACTER = "no-zero-character"
"""Patch: a letter with U+0000 was taken before; asked only of letters that hold it."""

MOST_SHOWN = 2_000
"""Events of this run that the query `timeline` can show; all of them are in the register."""


@workflow.defn(name="ConclusionWorkflow")
class ConclusionWorkflow:
    """One packet of a conclusion and all its assignments.

    1. Commands of people and obligations that fall due are decided by policy, in order.
    2. What was decided is in the register before anyone gets an answer.
    3. One timer waits for the next moment at which anything is due.
    4. When every assignment is closed, so is the packet; the last packet closes the conclusion.

    Every command of `schemas.commands` is an update of that name with one JSON object; who sends it
    and when it is refused stands there and in `policy.transitions`.
    """

    @workflow.init
    def __init__(self, case: Case) -> None:
        self._case = case
        self._inbox = Inbox()
        self._refused: dict[str, Refusal] = {}
        self._waiting: Counter[str] = Counter()
        self._repeated: set[str] = set()
        self._skipped: dict[str, tuple[Skipped, ...]] = {}
        self._undelivered: list[dict[str, Any]] = []
        self._delivered: dict[str, str] = {}
        self._faulty: frozenset[str] = frozenset()
        self._alarm = Alarm()
        self._shown: deque[Event] = deque(maxlen=MOST_SHOWN)
        self._checkpoint = False
        self._told_of = 0
        for name in COMMANDS:
            workflow.set_update_handler(name, _taker(self, name), validator=_judge(self, name))
        workflow.set_update_handler(TOGETHER, self.take_together, validator=_judge_together(self))

    @workflow.run
    async def run(self, case: Case) -> dict[str, Any]:
        is_opening = self._case.seq == 0
        while True:
            # Alone: commands that come while a slow first commit outlives its task are replayed as if they had
            # been there from the start, and must not change what that commit held.
            await self._decide([] if is_opening else self._inbox.take())
            is_opening = False
            if self._is_over():
                return self._outcome()
            await self._start_afresh_if_long()
            self._alarm.arm(self._wakes_at())
            await workflow.wait_condition(
                lambda: self._has_work() or self._alarm.has_rung or self._is_over()
            )

    @workflow.signal
    def deliver(self, *letters: Any) -> None:
        """Sent by systems that cannot wait: a command as one JSON string.

        Never refused at the door: what cannot be read, is too large or is not allowed is recorded,
        shortened, and shown to the standing office. Any number of arguments is taken, since one that
        the signature did not foresee would fail the task, again and again.
        """
        for letter in letters or ("",):
            self._receive(as_text(letter))

    @workflow.signal
    def catch_up(self, *seqs: Any) -> None:
        """Sent by the gateway and by reconcile with one number: the register holds events up to it.

        Only a crash of worker and server together, between a commit and its answer, leaves the case
        behind its register; the next commit would find out, and this does not wait for one.
        """
        told = (seq for seq in seqs if isinstance(seq, int))
        self._told_of = max([self._told_of, *told])

    @workflow.query
    def snapshot(self, target: str | None = None) -> dict[str, Any]:
        """Asked by support and reconciliation: the assignments as `list` shows them, without texts."""
        meant = parsed(target) if target else None
        now = workflow.now()
        return {
            "ref": self._case.ref,
            "packet": self._case.packet,
            "seq": self._case.seq,
            "assignments": [
                snapshot_of(self._case, one, now)
                for one in self._case.assignments.values()
                if target is None or (meant is not None and meant.covers(one.id))
            ],
        }

    @workflow.query
    def timeline(self, since_seq: int = 0) -> list[dict[str, Any]]:
        """Asked by support: the events of this run after *since_seq*; the register has all, with their hashes."""
        return [as_shown(event) for event in self._shown if event.seq > since_seq]

    @workflow.query
    def why(self, assignment: str, field: str) -> list[dict[str, Any]]:
        """Asked by whoever doubts a day, a schedule, a rung, a state or a wake-up of one assignment."""
        return why(self._case, assignment, field, workflow.now())

    def _receive(self, letter: str) -> None:
        try:
            refuse_if_too_large(letter)
            said = json.loads(letter)
            if not isinstance(said, dict):
                raise Refusal(Code.MALFORMED, "not_an_object")
            if zero_character_in(said) is not None and workflow.patched(NO_ZERO_CHARACTER):
                refuse_zero_character(said)
            command = command_from(str(said.get("command")), said)
            self._put(command)
            self._delivered[command.command_id] = letter
        except Refusal as refusal:
            self._undelivered.append(refused_letter(refusal, letter))
        except (ValueError, RecursionError):  # no JSON, or nested beyond any command
            unreadable = Refusal(Code.MALFORMED, "not_json")
            self._undelivered.append(refused_letter(unreadable, letter))

    async def _decide(self, commands: list[Command]) -> None:
        """Decide, commit, fold; adopt what the register already holds and decide the rest again."""
        letters, self._undelivered = self._undelivered, []
        refused: dict[str, Refusal] = {}
        while True:
            decision = decide(self._case, commands, workflow.now(), letters=letters)
            if not decision.events and not self._is_behind():
                break
            self._told_of = 0
            committed = await effects.commit(self._case, decision.events)
            if committed.is_stored:
                self._adopt(decision.events, decision.case)
                break
            self._adopt(list(committed.missing), fold(self._case, committed.missing))
            self._repeated.update(committed.repeated)
            for command_id in committed.conflicts:
                refused[command_id] = Refusal(Code.CONFLICT, "id_used", command_id=command_id)
            for command_id in committed.unreadable:
                refused[command_id] = Refusal(Code.MISSING_DOCUMENT, "evidence_not_stored")
            for command_id in committed.unsigned:
                refused[command_id] = Refusal(Code.MISSING_DOCUMENT, "signature_missing")
            for command_id, details in committed.refused.items():
                refused[command_id] = Refusal.from_details(details)
            known = {*committed.repeated, *refused, *self._case.processed}
            commands = [one for one in commands if one.command_id not in known]
        self._settle(decision, refused)

    def _settle(self, decision: Decision, refused: dict[str, Refusal]) -> None:
        """What each waiting caller has to be told; what was delivered and refused is recorded next."""
        for command_id, refusal in (decision.refused | refused).items():
            if (letter := self._delivered.pop(command_id, None)) is not None:
                self._undelivered.append(refused_letter(refusal, letter))
            if self._waiting[command_id]:
                self._refused[command_id] = refusal
            if refusal.code is Code.FAULT:
                workflow.logger.error("decision_failed", extra=refusal.as_details())
        for assignment_id in decision.faulty:
            workflow.logger.error("due_rungs_failed", extra={"assignment": assignment_id})
        self._faulty = frozenset(decision.faulty)
        self._skipped |= decision.skipped
        self._delivered.clear()
        self._inbox.settled()

    def _adopt(self, events: list[Event], after: Case) -> None:
        self._case = after
        self._shown.extend(events)
        if any(event.type is Fact.CHECKPOINTED for event in events):
            self._checkpoint = True

    def _put(self, command: Command) -> None:
        done = self._case.processed.get(command.command_id)
        if done is None:
            self._inbox.put(command)
        elif done.digest != command.digest():
            raise Refusal(Code.CONFLICT, "id_used", command_id=command.command_id)

    @property
    def seq(self) -> int:
        """The last event the case knows."""
        return self._case.seq

    async def take(self, command: Command) -> dict[str, Any]:
        """Queue a command, wait until the register holds what became of it, and answer."""
        if (preview := previewed(self._case, command, workflow.now())) is not None:
            return preview
        command_id = command.command_id
        repeated = command_id in self._case.processed
        if not repeated:
            self._put(command)
            await self._decided(command_id)
        skipped = self._skipped.pop(command_id, ())
        return answer_to(
            self._case,
            command,
            workflow.now(),
            skipped=skipped,
            repeated=repeated or command_id in self._repeated,
        )

    async def take_together(self, said: dict[str, Any]) -> dict[str, Any]:
        """Sent by the gateway: commands of one packet that arrived together; one answer each, None where refused."""
        answers = await asyncio.gather(*(self._answered(one) for one in said["commands"]))
        return {"answers": answers}

    async def _answered(self, said: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return await self.take(command_from(str(said.get("command")), said))
        except (Refusal, ApplicationError):
            return None

    async def _decided(self, command_id: str) -> None:
        """Wait for the decision; its refusal is told to each who waits, also where a letter said the same."""
        self._waiting[command_id] += 1
        await workflow.wait_condition(lambda: not self._inbox.holds(command_id))
        refusal = self._refused.get(command_id)
        self._waiting[command_id] -= 1
        if not self._waiting[command_id]:
            del self._waiting[command_id]
            self._refused.pop(command_id, None)
        if refusal is not None:
            raise as_failure(refusal)

    def judge(self, command: Command) -> None:
        """Refuse at the door, at no cost in history, what state or authority does not allow now."""
        if (done := self._case.processed.get(command.command_id)) is not None:
            if done.digest != command.digest():
                raise Refusal(Code.CONFLICT, "id_used", command_id=command.command_id)
            return
        if self._case.is_open and not self._inbox.holds(command.command_id):
            now = workflow.now() + timedelta(seconds=self._case.clock_offset_s)
            carried_out(self._case, command, now)
            refuse_unless_they_exist(command.fields(), day_of(now))

    def _has_work(self) -> bool:
        return bool(self._inbox) or bool(self._undelivered) or self._is_behind()

    def _is_behind(self) -> bool:
        """Whether somebody found the register ahead of this case."""
        return self._told_of > self._case.seq

    def _is_over(self) -> bool:
        quiet = not self._has_work() and workflow.all_handlers_finished()
        return self._case.is_closed and quiet

    def _wakes_at(self) -> datetime | None:
        """The next moment in the time of the engine; assignments whose rules fail wait for their next event."""
        wake = next_wake_at(self._case, but=self._faulty)
        return wake and wake - timedelta(seconds=self._case.clock_offset_s)

    async def _start_afresh_if_long(self) -> None:
        """Continue as new at a quiet moment; waiting for the handlers alone would hang."""
        info = workflow.info()
        if not (
            self._checkpoint
            or info.is_continue_as_new_suggested()
            or info.get_current_history_length() >= MOST_EVENTS_IN_HISTORY
            or info.is_target_worker_deployment_version_changed()
        ):
            return
        await workflow.wait_condition(lambda: self._has_work() or workflow.all_handlers_finished())
        if not self._has_work():
            self._alarm.silence()
            workflow.continue_as_new(self._case)

    def _outcome(self) -> dict[str, Any]:
        states = [one.state.value for one in self._case.assignments.values()]
        return {
            "ref": self._case.ref,
            "packet": self._case.packet,
            "seq": self._case.seq,
            "assignments": {state: states.count(state) for state in sorted(set(states))},
        }


def _taker(self: ConclusionWorkflow, name: str) -> Any:
    async def take(said: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self.take(command_from(name, said))
        except Refusal as refusal:
            raise as_failure(refusal) from None

    return take


def _judge_together(self: ConclusionWorkflow) -> Any:
    """At the door only if one of them may pass: refusals are told to each when it comes alone."""

    def judge(said: dict[str, Any]) -> None:
        letters = said.get("commands")
        if not isinstance(letters, list) or not all(isinstance(one, dict) for one in letters):
            raise as_failure(Refusal(Code.MALFORMED, "not_an_object"), self.seq)
        try:
            refuse_zero_character(letters)  # nobody asks again inside
        except Refusal as refusal:
            raise as_failure(refusal, self.seq) from None
        refusals: list[Refusal] = []
        for one in letters:
            try:
                self.judge(command_from(str(one.get("command")), one))
            except Refusal as refusal:
                refusals.append(refusal)
        if len(refusals) == len(letters):
            first = refusals[0] if refusals else Refusal(Code.MALFORMED, "not_an_object")
            raise as_failure(first, self.seq)

    return judge


def _judge(self: ConclusionWorkflow, name: str) -> Any:
    def judge(said: dict[str, Any]) -> None:
        try:
            refuse_zero_character(said)
            self.judge(command_from(name, said))
        except Refusal as refusal:
            raise as_failure(refusal, self.seq) from None

    return judge
