"""The worker: what it runs, in which build, and how it takes up new credentials while it runs."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from typing import Final

from temporalio.client import Client  # noqa: TID251 - the type of what is wired
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxRestrictions

from activities.maintenance import MaintenanceActivities
from activities.reconciling import ReconcileActivities
from activities.register import RegisterActivities
from activities.signing import load_ahead
from bootstrap.places import Place
from bootstrap.sandbox import Sandbox
from bootstrap.settings import Settings
from bootstrap.wiring import Parts, client_of
from gateway.reconciling import Reconciler
from gateway.renewal import Renewal, token_in
from schemas.agencies import all_agencies
from workflows.conclusion import ConclusionWorkflow
from workflows.maintenance import DailyDigest, EvidenceSweep, Reconcile

_GRACE: Final = timedelta(seconds=10)
_STICKY_FOR: Final = timedelta(seconds=2)
"""How long a step waits for the worker that has the case in memory, before any other may take it (10 s by default)."""
_SETTLED_S: Final = 15.0
"""After this a worker has opened what was planned, and loads what it will need later."""
_SHARED: Final = (
    *("schemas", "policy", "workflows.alarm", "workflows.effects", "workflows.inbox"),
    *("workflows.options", "workflows.wire"),
)
"""Modules without state of a case, loaded once and not for every workflow (ADR 0014); tests load them strictly."""


def worker_of(
    parts: Parts,
    activities: RegisterActivities | None = None,
    *,
    strict: bool = False,
    build: WorkerDeploymentConfig | None = None,
) -> Worker:
    """A worker for every workflow and activity; the sandbox stays on (docs/adr/0011, 0014).

    Tests are *strict*: the rules are loaded anew for each workflow, so that a stray clock or random
    call in them is caught. Fault tests give activities that die at chosen moments. With a *build* the
    engine decides which cases this worker gets.
    """
    _calm_collector()
    all_agencies()  # read here and once: validators look codes up, and no workflow reads a file
    shared = ("schemas",) if strict else _SHARED
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*shared)
    activities = activities or RegisterActivities(parts.pool, parts.store, parts.trust_dir)
    calendar = MaintenanceActivities(parts.pool, parts.store)
    reconciler = Reconciler(parts.pool, parts.client, parts.task_queue)
    return Worker(
        parts.client,
        task_queue=parts.task_queue,
        workflows=[ConclusionWorkflow, DailyDigest, EvidenceSweep, Reconcile],
        activities=[
            activities.commit,
            calendar.post_digests,
            calendar.sweep_evidence,
            ReconcileActivities(reconciler.run).reconcile,
        ],
        workflow_runner=Sandbox(restrictions=restrictions),
        workflow_task_poller_behavior=PollerBehaviorSimpleMaximum(20),
        activity_task_poller_behavior=PollerBehaviorSimpleMaximum(4),
        max_cached_workflows=2_000,
        # Without a build id every loaded module is hashed at the start.
        build_id=None if build else f"dondoc-{version('dondoc')}",
        deployment_config=build,
        graceful_shutdown_timeout=_GRACE,
        sticky_queue_schedule_to_start_timeout=_STICKY_FOR,
    )


def build_of(settings: Settings) -> WorkerDeploymentConfig | None:
    """The Worker Deployment that the environment names, or None: then every worker gets every case.

    Cases live for years and go on in the current build at their next step; recorded histories are replayed
    before each release. The behaviour stands here and not at the workflow: there it would make every
    worker without a deployment fail.
    """
    if settings.deployment is None and settings.build_id is None:
        return None
    deployment, build_id = settings.deployment or "dondoc", settings.build_id or version("dondoc")
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment, build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


@asynccontextmanager
async def renewing(
    place: Place, settings: Settings, parts: Parts, worker: Worker
) -> AsyncIterator[None]:
    """Tokens and certificates of the worker are taken up when their files change."""

    async def connected_anew() -> Client:
        return await client_of(
            replace(place, line=replace(place.line, token=token_in(settings.temporal_token_file)))
        )

    def use(client: Client) -> None:
        worker.client = client

    renewal = Renewal(parts.client, settings.temporal_token_file)
    async with renewal.running(connected_anew, use):
        yield


@asynccontextmanager
async def loading_ahead(
    load: Callable[[], object] = load_ahead, *, after_s: float = _SETTLED_S
) -> AsyncIterator[None]:
    """Beside a worker: what its first signed paper would otherwise wait for is loaded once it has settled.

    The console has pages and an API of its own to *load*. In a thread, so that nobody waits meanwhile.
    """
    loop = asyncio.get_running_loop()
    ahead = loop.call_later(after_s, loop.run_in_executor, None, load)
    try:
        yield
    finally:
        ahead.cancel()


def _calm_collector() -> None:
    """Cases are held for years and hold no cycles: looking through them often is a third of a worker's time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
