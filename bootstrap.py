"""Reads the environment (nobody else does), configures logging, and wires pool, client and store.

Used by worker.py, starter.py and the CLI; the composition roots stay small because of it.
"""

import base64
import gc
import getpass
import logging
import os
import re
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

import asyncpg
import structlog
from pydantic import AliasChoices, DirectoryPath, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from temporalio import workflow
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.maintenance import MaintenanceActivities
from activities.reconciling import ReconcileActivities
from activities.register import RegisterActivities
from evidence.store import EvidenceStore
from gateway.connect import Line, connect
from gateway.keyring import Keyring
from gateway.reconciling import Reconciler
from gateway.renewal import Renewal, token_in
from gateway.schedules import keep_schedules
from gateway.sealing import refuse_unless_readable
from gateway.starting import Starter
from local.runfile import RunFile
from notices.channel import Channel
from notices.dispatcher import Dispatcher, Pace
from notices.mail import Mail, Relay
from notices.webhooks import Webhooks
from register.migrations import migrate
from register.pool import open_pool
from schemas.agencies import all_agencies
from schemas.refusals import MalformedInput, Unreachable
from workflows.conclusion import ConclusionWorkflow
from workflows.maintenance import DailyDigest, EvidenceSweep, Reconcile

CHECKOUT: Final = Path(__file__).resolve().parent
_GRACE: Final = timedelta(seconds=10)
_DISPATCHER_CONNECTIONS: Final = 4
HOST_AND_PORT: Final = r"^[^\s/]+:\d{1,5}$"
_SHARED: Final = (
    *("schemas", "policy", "workflows.alarm", "workflows.effects", "workflows.inbox"),
    *("workflows.options", "workflows.wire"),
)
"""Modules without state of a case, loaded once and not for every workflow (ADR 0014); tests load them strictly."""
_SECRET_NAMES: Final = re.compile(r"API_KEY|_DATA$|GRPC_META")


class Settings(BaseSettings):
    """The names of the environment; docs/runbook.md explains each."""

    model_config = SettingsConfigDict(
        env_prefix="DONDOC_", env_ignore_empty=True, extra="ignore", validate_by_name=True
    )

    database_url: str | None = None
    task_queue: str = "dondoc"
    data_dir: Path = CHECKOUT / ".dondoc" / "up"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    lang: Literal["vi", "en"] = "vi"
    log: Literal["json", "console"] | None = None
    smtp_url: str | None = None
    public_url: str | None = None
    evidence_url: str | None = None
    evidence_max_mb: int = Field(default=20, ge=1, le=1024)
    payload_keys: SecretStr | None = None
    payload_keys_file: Path | None = None
    temporal_token_file: Path | None = None
    temporal_lookup_s: float | None = Field(default=None, ge=1, le=3600)
    # The second names are those that Temporal's controller for Kubernetes gives its workers.
    deployment: str | None = Field(
        default=None, validation_alias=AliasChoices("DONDOC_DEPLOYMENT", "TEMPORAL_DEPLOYMENT_NAME")
    )
    build_id: str | None = Field(
        default=None, validation_alias=AliasChoices("DONDOC_BUILD_ID", "TEMPORAL_WORKER_BUILD_ID")
    )
    probes: str | None = Field(default=None, pattern=HOST_AND_PORT)
    metrics: str | None = Field(default=None, pattern=HOST_AND_PORT)
    trust_dir: DirectoryPath | None = None

    @field_validator("evidence_url")
    @classmethod
    def _names_a_store(cls, value: str | None) -> str | None:
        EvidenceStore.at(value, Path())
        return value

    @field_validator("smtp_url")
    @classmethod
    def _names_a_relay(cls, value: str | None) -> str | None:
        if value is not None:
            Relay.at(value)
        return value

    @property
    def temporal_is_named(self) -> bool:
        """Whether the environment names a Temporal of its own, by address or by profile."""
        return any(
            os.environ.get(name)
            for name in ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
        )

    @property
    def names_a_server(self) -> bool:
        """Whether it names any server: the demo and the embedded default then stay away."""
        return self.database_url is not None or self.temporal_is_named


@dataclass(frozen=True, slots=True)
class Place:
    """Where a system runs: the environment's servers, or those of a run file."""

    database_url: str
    temporal_address: str | None
    namespace: str | None
    task_queue: str
    data_dir: Path
    run_file: RunFile | None = None
    evidence_url: str | None = None
    evidence_max_mb: int = 20
    line: Line = field(default_factory=Line)
    trust_dir: Path | None = None

    @property
    def store(self) -> EvidenceStore:
        """Where evidence lies: the store that the environment names, else a folder of the data."""
        most_bytes = self.evidence_max_mb * 1024 * 1024
        return EvidenceStore.at(
            self.evidence_url, self.data_dir / "evidence", most_bytes=most_bytes
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything wired."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    client: Client
    store: EvidenceStore
    task_queue: str
    trust_dir: Path | None = None


def place_of(settings: Settings, *, demo: bool = False, serves: bool = False) -> Place:
    """The system to talk to: what the environment names, else the running `up`, or the demo's.

    A process that *serves* also shows its figures to Prometheus.

    Raises Unreachable when none of them runs.
    """
    place = _place_of(settings, demo=demo)
    if demo:
        return place
    return replace(
        place,
        evidence_url=settings.evidence_url,
        evidence_max_mb=settings.evidence_max_mb,
        line=line_of(settings, serves=serves),
        trust_dir=settings.trust_dir,
    )


def line_of(settings: Settings, *, serves: bool = False) -> Line:
    """How to reach the engine; a process that *serves* also shows its figures to Prometheus."""
    return Line(
        keys=keyring_of(settings),
        token=token_in(settings.temporal_token_file),
        look_up_every_s=settings.temporal_lookup_s,
        metrics=settings.metrics if serves else None,
    )


def keyring_of(settings: Settings) -> Keyring:
    """The keys that payloads are sealed with; none by default. Raises MalformedInput."""
    if settings.payload_keys is not None and settings.payload_keys_file is not None:
        raise MalformedInput(
            "setting_unusable",
            field="DONDOC_PAYLOAD_KEYS",
            problem="DONDOC_PAYLOAD_KEYS_FILE is set too; name one of them",
        )
    if settings.payload_keys_file is not None:
        return Keyring.of_file(settings.payload_keys_file)
    if settings.payload_keys is not None:
        return Keyring.of_text(settings.payload_keys.get_secret_value())
    return Keyring()


def settings_in_force(settings: Settings) -> dict[str, Any]:
    """Every name and its value, Temporal's own included; of keys only their ids. For `settings show`."""
    own = {f"DONDOC_{name.upper()}": v for name, v in settings.model_dump(mode="json").items()}
    own["DONDOC_PAYLOAD_KEYS"] = ", ".join(keyring_of(settings).ids) or None
    engine = dict.fromkeys(("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_PROFILE"), None)
    engine |= {name: v for name, v in os.environ.items() if name.startswith("TEMPORAL_")}
    masked = {name: "…" if _SECRET_NAMES.search(name) else v for name, v in engine.items()}
    return dict(sorted(own.items())) | dict(sorted(masked.items()))


def _place_of(settings: Settings, *, demo: bool) -> Place:
    data_dir = CHECKOUT / ".dondoc" / "demo" if demo else settings.data_dir
    named_url = None if demo else settings.database_url
    temporal_is_named = settings.temporal_is_named and not demo
    if named_url is not None and temporal_is_named:
        return Place(named_url, None, None, settings.task_queue, data_dir)
    run_file = RunFile.read(data_dir)
    if run_file is None:
        if named_url is None:
            raise Unreachable("nothing_running")
        return Place(named_url, None, None, settings.task_queue, data_dir)
    return Place(
        database_url=named_url or run_file.database_url,
        temporal_address=None if temporal_is_named else run_file.temporal_address,
        namespace=None if temporal_is_named else run_file.namespace,
        task_queue=run_file.task_queue,
        data_dir=data_dir,
        run_file=run_file,
    )


@asynccontextmanager
async def database(place: Place) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """The register's pool, migrated; raises Unreachable when PostgreSQL does not answer."""
    try:
        pool = await open_pool(place.database_url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable("database_unreachable", problem=str(error)) from error
    try:
        await migrate(pool)
        yield pool
    finally:
        pool.terminate()


@asynccontextmanager
async def wired(place: Place) -> AsyncIterator[Parts]:
    """Database, engine and evidence store of a place."""
    async with database(place) as pool:
        client = await client_of(place)
        await refuse_unless_readable(client, place.line.keys)
        yield Parts(pool, client, place.store, place.task_queue, place.trust_dir)


async def client_of(place: Place) -> Client:
    """A client of the place's engine, under our name."""
    return await connect(
        address=place.temporal_address,
        namespace=place.namespace,
        identity=identity(),
        line=place.line,
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
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
        workflow_task_poller_behavior=PollerBehaviorSimpleMaximum(20),
        activity_task_poller_behavior=PollerBehaviorSimpleMaximum(4),
        max_cached_workflows=2_000,
        # Without a build id every loaded module is hashed at the start.
        build_id=None if build else f"dondoc-{version('dondoc')}",
        deployment_config=build,
        graceful_shutdown_timeout=_GRACE,
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


def _calm_collector() -> None:
    """Cases are held for years and hold no cycles: looking through them often is a third of a worker's time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@asynccontextmanager
async def dispatching(
    place: Place, settings: Settings, *, pace: Pace | None = None
) -> AsyncIterator[None]:
    """A dispatcher of notices beside the worker, on connections of its own, so that neither waits for the other."""
    pool = await open_pool(place.database_url, at_most=_DISPATCHER_CONNECTIONS)
    try:
        async with Dispatcher(pool, channels_of(settings), pace).running():
            yield
    finally:
        pool.terminate()


def channels_of(settings: Settings) -> list[Channel]:
    """Webhooks always, since an office's address says whether it has one; mail when there is a relay."""
    channels: list[Channel] = [Webhooks(settings.lang)]
    if settings.smtp_url is not None:
        channels.append(Mail(Relay.at(settings.smtp_url), settings.lang, link=settings.public_url))
    return channels


async def start_what_is_planned(parts: Parts) -> int:
    """What a caller planned and did not live to start; how many. And what starts by the calendar."""
    await keep_schedules(parts.client, parts.task_queue)
    return await Starter(parts.pool, parts.client, parts.task_queue).start_planned()


def new_secret() -> str:
    """A secret as Standard Webhooks has them: 32 random bytes."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def identity() -> str:
    """Who we are to Temporal: the operating-system user and the process."""
    return f"{system_user()}@dondoc:{os.getpid()}"


def system_user() -> str:
    """The operating-system user, recorded beside `--as` until accounts exist."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def configure_logging(settings: Settings, *, to: Path | None = None) -> None:
    """One line per act on standard error, or into a file: JSON off a terminal; nothing is repeated on replay."""
    on_terminal = to is None and sys.stderr.isatty()
    style = settings.log or ("console" if on_terminal else "json")
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer()
        if style == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    shared: list[structlog.types.Processor] = [
        _not_on_replay,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.FileHandler(to) if to else logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.getLogger("temporalio").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def leave(code: int) -> NoReturn:
    """End a process that used temporalio: interpreter shutdown can abort with 134 after the work is done."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _not_on_replay(
    logger: Any,
    method: str,
    event: structlog.types.EventDict,
) -> structlog.types.EventDict:
    if workflow.in_workflow() and workflow.unsafe.is_replaying_history_events():
        raise structlog.DropEvent
    return event
