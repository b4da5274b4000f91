"""The bare engine doing the minimal lifecycle: one workflow, one activity, one signal. Every ratio stands on it."""

from datetime import timedelta

from temporalio import workflow


@workflow.defn(name="BareLifecycle")
class BareLifecycle:
    """One assignment as one workflow: written as assigned, waits for evidence, written as closed."""

    def __init__(self) -> None:
        self._has_evidence = False

    @workflow.run
    async def run(self, own: str) -> None:
        await self._write(own, "assigned")
        await workflow.wait_condition(lambda: self._has_evidence)
        await self._write(own, "closed")

    @workflow.signal
    def submit(self) -> None:
        """Sent by the benchmark: here is the evidence."""
        self._has_evidence = True

    async def _write(self, own: str, state: str) -> None:
        await workflow.execute_local_activity(
            "write_bare", args=[own, state], start_to_close_timeout=timedelta(seconds=5)
        )
