"""Where a system runs: the servers that the environment names, else those of the run file of `up` or the demo."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from bootstrap.settings import CHECKOUT, Settings, keyring_of
from evidence.store import EvidenceStore
from gateway.connect import Line
from gateway.renewal import token_in
from local.runfile import RunFile
from schemas.refusals import Unreachable


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
