"""The sandbox in which workflows run; it is entered to run them, and not to ask what it cannot know.

For every payload of every step the SDK asks the workflow, in its sandbox, in which context the payload is
to be converted: a third of the processor time of a worker's main thread (SDK 1.35). Our converter knows no
contexts and no external storage, so every answer leads to the same converter; a test holds it to that.
"""

from typing import Any, Final

from temporalio import workflow
from temporalio.converter import StorageDriverStoreContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

__all__ = ["Sandbox"]

_NOWHERE: Final = StorageDriverStoreContext(target=None)


class Sandbox(SandboxedWorkflowRunner):
    """The SDK's sandbox, with the questions about contexts answered outside."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """One run of a workflow."""
        return _Instance(super().create_instance(det))


class _Instance(WorkflowInstance):
    def __init__(self, within: WorkflowInstance) -> None:
        self._within = within

    def activate(self, act: Any) -> Any:
        """One step of the run."""
        return self._within.activate(act)

    def get_serialization_context(self, command_info: Any) -> None:
        """There is no context that would matter."""

    def get_external_store_context(self, command_info: Any) -> StorageDriverStoreContext:
        """Payloads are stored by the engine only."""
        return _NOWHERE

    def get_info(self) -> workflow.Info:
        """Which run it is."""
        return self._within.get_info()

    def get_thread_id(self) -> int | None:
        """Where it runs now, for whoever looks why it hangs."""
        return self._within.get_thread_id()
