"""Recorded histories of every release replay on today's code: no running case is broken by a change."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from gateway.keyring import Keyring
from gateway.sealing import converter
from schemas.commands import COMMANDS
from tests.replay.record import HISTORIES, STORIES
from workflows.conclusion import ConclusionWorkflow
from workflows.wire import TOGETHER

RECORDED = sorted(HISTORIES.glob("*/*.json"))


@pytest.mark.parametrize(
    "path", RECORDED, ids=[f"{one.parent.name}/{one.stem}" for one in RECORDED]
)
async def test_a_recorded_history_replays(path: Path) -> None:
    """The same commands to the engine, in the same order, as when it was recorded."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules("schemas")
    replayer = Replayer(
        workflows=[ConclusionWorkflow],
        data_converter=converter(Keyring()),
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
    )

    history = WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))

    await replayer.replay_workflow(history)


def test_every_story_is_recorded_for_the_newest_release() -> None:
    """A release without its histories could not be protected."""
    newest = sorted({path.parent.name for path in RECORDED})[-1]
    stems = {path.stem.rsplit("-", 1)[0] for path in RECORDED if path.parent.name == newest}

    assert stems == set(STORIES)


def test_every_command_is_in_a_history_of_the_newest_release() -> None:
    """Also those that came after an older release was recorded, and the update in which several travel together."""
    newest = sorted({path.parent.name for path in RECORDED})[-1]
    recorded = {
        event.workflow_execution_update_accepted_event_attributes.accepted_request.input.name
        for path in RECORDED
        if path.parent.name == newest
        for event in WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8")).events
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    }

    assert {*COMMANDS, TOGETHER} - recorded == set()
