"""Both kinds of store: a folder, and an S3-compatible server on this machine (moto's server)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from evidence.store import EvidenceStore

MakeStore = Callable[..., EvidenceStore]


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The endpoint of a server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str | None:
    """What DONDOC_EVIDENCE_URL says; None: nothing."""
    if request.param == "folder":
        return None
    endpoint = request.getfixturevalue("s3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "kiem-thu")
    bucket = f"kho-{uuid4().hex}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket=bucket)
    client.close()
    return f"s3://{bucket}/minh-chung?endpoint={endpoint}&region=us-east-1"


@pytest.fixture
def store(url: str | None, tmp_path: Path) -> EvidenceStore:
    """An empty store."""
    return EvidenceStore.at(url, tmp_path / "kho")
