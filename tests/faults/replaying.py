"""Replays histories on the workflows of a folder: `python replaying.py FOLDER HISTORY…`; prints what became of each,
up to the first that takes another way.

A process of its own, because a changed copy of `workflows` must be the only one that is imported.
"""

import asyncio
import json
import os
import sys
from pathlib import Path


async def replayed(paths: list[Path]) -> dict[str, str | None]:
    """By history: None, or why it does not replay."""
    from temporalio.client import WorkflowHistory
    from temporalio.worker import Replayer
    from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

    from gateway.keyring import Keyring
    from gateway.sealing import converter
    from workflows.conclusion import ConclusionWorkflow

    restrictions = SandboxRestrictions.default.with_passthrough_modules("schemas")
    replayer = Replayer(
        workflows=[ConclusionWorkflow],
        data_converter=converter(Keyring()),
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
    )
    became: dict[str, str | None] = {}
    for path in paths:
        history = WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        failure = result.replay_failure
        became[path.name] = repr(failure) if failure else None
        if "Nondeterminism" in repr(failure):
            break
    return became


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    print(json.dumps(asyncio.run(replayed([Path(one) for one in sys.argv[2:]]))), flush=True)
    # Interpreter shutdown can abort with 134 after the work is done (`bootstrap.leave` says why).
    os._exit(0)
