"""What `deploy/` promises an administrator, checked without a container engine."""

import re
import shutil
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from local.temporal import EmbeddedTemporal

CHECKOUT = Path(__file__).parents[2]
DEPLOY = CHECKOUT / "deploy"
SCRIPTS = [*sorted(DEPLOY.rglob("*.sh")), *sorted((CHECKOUT / ".ci").iterdir())]
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DYNAMIC_CONFIG: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (DEPLOY / "dynamicconfig.yaml").read_text()
)
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()


def tool(name: str) -> str:
    """A checker from this environment or from the machine; without it the test is skipped, not passed."""
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: NOT CHECKED")
    return found


def images() -> Iterator[str]:
    for service in SERVICES.values():
        yield service["image"].partition(":-")[2].rstrip("}") or service["image"]
    yield re.search(r"^ARG BASE=(\S+)$", CONTAINERFILE, re.MULTILINE)[1]  # type: ignore[index]


def run_namespace_script(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run it as the administrator would, with the `temporal` of this environment."""
    return subprocess.run(
        ["/bin/sh", DEPLOY / "namespace.sh", *arguments],
        env={"PATH": f"{sysconfig.get_path('scripts')}:/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_every_script_passes_shellcheck(script: Path) -> None:
    """A mistake in a shell script shows on the administrator's machine, too late."""
    done = subprocess.run([tool("shellcheck"), script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
    assert script.stat().st_mode & 0o111, "it must be executable"


def test_the_containerfile_passes_hadolint() -> None:
    """The image is built as its checker advises."""
    done = subprocess.run(
        [tool("hadolint"), DEPLOY / "Containerfile"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_holds_every_package_and_no_embedded_server() -> None:
    """What is imported is copied; PostgreSQL and Temporal are servers of their own in production."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]

    for package in (one for one in included if not one.endswith(".py")):
        assert f"\nCOPY {package} {package}\n" in CONTAINERFILE
    assert CONTAINERFILE.count("uv sync --frozen --no-dev") == 2
    assert "--extra" not in CONTAINERFILE
    assert "\nUSER 10001:10001\n" in CONTAINERFILE


@pytest.mark.parametrize("image", sorted(set(images())))
def test_every_image_is_pinned(image: str) -> None:
    """The same files give the same system next year: a version of two numbers at least, and never `latest`."""
    version = image.rpartition(":")[2]

    assert re.match(r"\d+\.\d+", version), f"{image} has no fixed version"


def test_no_service_uses_the_setup_image_for_trials() -> None:
    """Schema and namespace are made by jobs that finish before the server or the worker starts."""
    assert not any("auto-setup" in service["image"] for service in SERVICES.values())
    assert SERVICES["temporal"]["depends_on"] == {
        "temporal-schema": {"condition": "service_completed_successfully"}
    }
    assert SERVICES["worker"]["depends_on"] == {
        "temporal-namespace": {"condition": "service_completed_successfully"}
    }


def test_the_number_of_shards_is_right_from_the_first_day() -> None:
    """It can never be changed: the first start decides for the life of the database."""
    assert SERVICES["temporal"]["environment"]["NUM_HISTORY_SHARDS"] == "512"


def test_the_server_reads_the_shared_dynamic_configuration() -> None:
    """Production and the local default run on the same settings, from one file."""
    temporal = SERVICES["temporal"]
    place = temporal["environment"]["DYNAMIC_CONFIG_FILE_PATH"]

    assert f"./dynamicconfig.yaml:{place}:ro" in temporal["volumes"]


def test_every_mounted_file_exists() -> None:
    """A missing file would be mounted as an empty folder."""
    mounted = [
        place.partition(":")[0]
        for service in SERVICES.values()
        for place in service.get("volumes", [])
    ]
    own, named = (
        [p for p in mounted if p.startswith(".")],
        [p for p in mounted if not p.startswith(".")],
    )

    assert [place for place in own if not (DEPLOY / place).is_file()] == []
    assert set(named) == set(COMPOSE["volumes"])


def test_long_running_services_are_watched_and_survive_a_reboot() -> None:
    """Each says whether it is well, and comes back by itself."""
    jobs = {name for name in SERVICES if name.startswith("temporal-")}

    for name in SERVICES.keys() - jobs:
        assert SERVICES[name]["restart"] == "unless-stopped", name
        assert "test" in SERVICES[name]["healthcheck"], name
    for name in jobs:
        assert SERVICES[name]["restart"].startswith("on-failure"), name


def test_passwords_come_from_the_environment_file_only() -> None:
    """Nothing secret is written down here, and a forgotten one stops the start instead of being empty."""
    listed = set(re.findall(r"^(\w+)=$", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    text = (DEPLOY / "compose.yaml").read_text()
    used = set(re.findall(r"\$\{(\w+):\?", text))

    assert used == listed
    assert set(re.findall(r"\$\{(\w+)", text)) - used == {"DONDOC_IMAGE"}
    assert ".env" in (DEPLOY / ".gitignore").read_text().split()


def test_the_engine_can_be_reached_from_this_machine_only() -> None:
    """Temporal has no authentication here: its port is published on the loopback interface, others not at all."""
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published == ["127.0.0.1:7233:7233"]


def test_the_worker_has_no_rights_it_does_not_need() -> None:
    """A read-only root, no capabilities, its own user; only evidence and temporary files are written."""
    worker = SERVICES["worker"]

    assert worker["read_only"] is True
    assert worker["cap_drop"] == ["ALL"]
    assert worker["tmpfs"] == ["/tmp"]
    assert worker["volumes"] == ["evidence:/var/lib/dondoc"]


@pytest.mark.parametrize("key", DYNAMIC_CONFIG)
def test_every_dynamic_setting_has_one_value_for_everybody(key: str) -> None:
    """The embedded server cannot honour constraints, and the file is shared with it."""
    (entry,) = DYNAMIC_CONFIG[key]

    assert set(entry) == {"value"}


def test_every_dynamic_setting_says_why() -> None:
    """A number without a reason is changed by the next person."""
    text = (DEPLOY / "dynamicconfig.yaml").read_text()

    for block in text.strip().split("\n\n"):
        assert block.startswith("# "), block


async def test_the_namespace_script_creates_and_corrects(tmp_path: Path) -> None:
    """Run on the real server, twice: made first, and set to ninety days when it had another retention."""
    with EmbeddedTemporal(tmp_path) as server:
        retentions = []
        for arguments in (["kl-thu", "30d"], ["kl-thu"]):
            done = run_namespace_script(*arguments, TEMPORAL_ADDRESS=server.address)
            assert (done.returncode, done.stderr) == (0, "")
            client = await Client.connect(server.address)
            answer = await client.workflow_service.describe_namespace(
                DescribeNamespaceRequest(namespace="kl-thu")
            )
            retentions.append(answer.config.workflow_execution_retention_ttl.ToTimedelta().days)

    assert retentions == [30, 90]


def test_the_namespace_script_says_when_nobody_answers() -> None:
    """It waits for a server that is starting, and then gives up with a sentence and a failure."""
    done = run_namespace_script(TEMPORAL_ADDRESS="127.0.0.1:1", NAMESPACE_PATIENCE="1")

    assert (done.returncode, done.stderr) == (1, "Temporal does not answer at 127.0.0.1:1\n")


@pytest.mark.parametrize(
    "target",
    ["demo", "up", "test", "check", "bench", "bench-long", "faults", "bench-intake"],
)
def test_every_promised_make_target_exists(target: str) -> None:
    """The names are fixed: other programs call them."""
    done = subprocess.run(
        [tool("make"), "--dry-run", target],
        cwd=CHECKOUT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert ".venv/bin/" in done.stdout
