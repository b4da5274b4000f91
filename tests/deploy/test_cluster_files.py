"""The files for several machines and for Kubernetes, each checked by the program that will read it.

A checker that is not installed skips its test and says so; what only warns fails here.
"""

import json
import re
import shutil
import subprocess
import sysconfig
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from bench.cluster import programs
from bootstrap import Settings

CHECKOUT = Path(__file__).parents[2]
DEPLOY = CHECKOUT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SERVING = [unit for unit in UNITS if "backup" not in unit.name]
KUBERNETES = DEPLOY / "kubernetes"
# Kinds that CloudNativePG, its Barman plugin and Temporal's controller bring; their schemas are not public files.
FOREIGN = ("postgresql.cnpg.io/v1", "barmancloud.cnpg.io/v1", "temporal.io/v1alpha1")
# Where `.ci/run` puts what is too large for every developer's environment.
EXTRA_TOOLS = CHECKOUT / ".dondoc" / "manifests" / "bin"


def tool(name: str) -> str:
    """A checker from this environment or from the machine; without it the test is skipped, not passed."""
    places = [sysconfig.get_path("scripts"), str(EXTRA_TOOLS), "/usr/sbin", None]
    found = next((path for place in places if (path := shutil.which(name, path=place))), None)
    if found is None:
        pytest.skip(f"{name} is not installed: NOT CHECKED")
    return found


def said_by(*command: str | Path) -> tuple[int, str]:
    """Exit code and everything that was printed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def installed(unit: Path, folder: Path) -> Path:
    """The unit as it would be installed, with a program that exists on this machine."""
    name = unit.name.replace("@.", "@1.")
    text = re.sub(r"^(ExecStart\w*)=.*$", r"\1=/bin/true", unit.read_text(), flags=re.MULTILINE)
    (folder / name).write_text(text)
    return folder / name


def documents(path: Path) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(path.read_text()) if one]


def manifests() -> Iterator[dict[str, Any]]:
    listed: dict[str, Any] = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())
    for name in listed["resources"]:
        yield from documents(KUBERNETES / name)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_unit(unit: Path, tmp_path: Path) -> None:
    """An unknown key is only a warning to systemd, and hardening that is misspelt is none."""
    assert (0, "") == said_by(
        tool("systemd-analyze"), "verify", "--man=no", installed(unit, tmp_path)
    )


@pytest.mark.parametrize("unit", SERVING, ids=lambda unit: unit.name)
def test_every_unit_that_serves_is_hardened(unit: Path, tmp_path: Path) -> None:
    """Exposure as systemd counts it, of 100: at most 20."""
    code, said = said_by(
        tool("systemd-analyze"),
        "security",
        "--offline=true",
        "--threshold=20",
        "--no-pager",
        installed(unit, tmp_path),
    )

    assert 0 == code, said


@pytest.mark.parametrize("unit", SERVING, ids=lambda unit: unit.name)
def test_every_unit_comes_back_and_may_drain(unit: Path) -> None:
    """Restarted for ever; what is at hand may be finished within a minute and a half."""
    text = unit.read_text()

    assert "Restart=always" in text
    assert "StartLimitIntervalSec=0" in text
    assert re.search(r"^TimeoutStopSec=(60|90)$", text, re.MULTILINE)


def test_haproxy_accepts_its_configuration(tmp_path: Path) -> None:
    """Checked by haproxy itself with a certificate made here; its warnings fail."""
    program, tls = tool("haproxy"), tmp_path / "tls"
    said_by(DEPLOY / "cluster" / "certificates.sh", tls)
    (tls / "console.pem").write_bytes(
        (tls / "console.crt").read_bytes() + (tls / "console.key").read_bytes()
    )
    text = (DEPLOY / "cluster" / "haproxy.cfg").read_text()
    (tmp_path / "haproxy.cfg").write_text(text.replace("/etc/haproxy/tls", str(tls)))

    code, said = said_by(program, "-c", "-f", tmp_path / "haproxy.cfg")

    assert 0 == code, said
    assert not re.search(r"WARNING|ALERT", said), said


def test_certificates_are_made_once_and_renewed_one_by_one(tmp_path: Path) -> None:
    """Running it again changes nothing; a named one is made anew, by the same authority and for the same use."""
    script, openssl = DEPLOY / "cluster" / "certificates.sh", tool("openssl")
    assert 0 == said_by(script, tmp_path)[0]
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.crt")}

    assert (0, "") == said_by(script, tmp_path)
    assert before == {path.name: path.read_bytes() for path in tmp_path.glob("*.crt")}
    assert 0 == said_by(script, tmp_path, "frontend")[0]

    changed = {name for name, text in before.items() if (tmp_path / name).read_bytes() != text}
    assert {"frontend.crt"} == changed
    for name in before:
        assert 0 == said_by(openssl, "verify", "-CAfile", tmp_path / "ca.crt", tmp_path / name)[0]
        assert 0o600 == (tmp_path / name.replace(".crt", ".key")).stat().st_mode & 0o777
    _, shown = said_by(openssl, "x509", "-in", tmp_path / "internode.crt", "-noout", "-text")
    assert "TLS Web Server Authentication, TLS Web Client Authentication" in shown


def test_prometheus_accepts_the_rules() -> None:
    """Its own checker, warnings included."""
    code, said = said_by(tool("promtool"), "check", "rules", DEPLOY / "observability" / "rules.yml")

    assert 0 == code, said
    assert "warning" not in said.lower(), said


def test_every_alert_speaks_when_it_should_and_is_quiet_otherwise() -> None:
    """`rules_test.yml` feeds each alert a bad and a good hour."""
    rules = DEPLOY / "observability" / "rules.yml"
    cases = DEPLOY / "observability" / "rules_test.yml"
    names = {rule["alert"] for group in documents(rules)[0]["groups"] for rule in group["rules"]}
    spoken: dict[str, set[bool]] = {name: set() for name in names}
    for case in documents(cases)[0]["tests"]:
        for one in case["alert_rule_test"]:
            spoken[one["alertname"]].add(bool(one["exp_alerts"]))

    assert [] == [name for name, both in spoken.items() if both != {True, False}]
    code, said = said_by(tool("promtool"), "test", "rules", cases)
    assert 0 == code, said


def test_prometheus_accepts_its_configuration(tmp_path: Path) -> None:
    """The example is a whole configuration."""
    source = DEPLOY / "observability"
    shutil.copy(source / "prometheus.yml.example", tmp_path / "prometheus.yml")
    shutil.copy(source / "rules.yml", tmp_path)

    code, said = said_by(tool("promtool"), "check", "config", tmp_path / "prometheus.yml")

    assert 0 == code, said


def test_every_alert_leads_to_a_runbook_that_exists() -> None:
    """Whoever is woken at night knows what to do."""
    rules = documents(DEPLOY / "observability" / "rules.yml")[0]

    for group in rules["groups"]:
        for rule in group["rules"]:
            assert (DEPLOY / rule["annotations"]["runbook"]).is_file(), rule["alert"]


def test_the_dashboard_shows_what_the_alerts_watch() -> None:
    """Every panel asks something, in a place of its own; what wakes people can be looked at."""
    dashboard = json.loads((DEPLOY / "observability" / "dashboard.json").read_text())
    places = [(one["gridPos"]["x"], one["gridPos"]["y"]) for one in dashboard["panels"]]
    asked = " ".join(t["expr"] for panel in dashboard["panels"] for t in panel["targets"])

    assert len(places) == len(set(places))
    for figure in ("persistence_latency", "temporal_num_pollers", "service_error_with_type",
                   "temporal_workflow_task_execution_failed"):  # fmt: skip
        assert figure in asked


@pytest.mark.parametrize("files", ["base", "worker-deployment.yaml"])
def test_kubernetes_accepts_every_object(files: str, tmp_path: Path) -> None:
    """Strictly, so that a misspelt field fails; unknown kinds only of the operators that we name."""
    program = tool("kubernetes-validate")
    objects = list(manifests()) if files == "base" else documents(KUBERNETES / files)
    (tmp_path / "all.yaml").write_text(yaml.safe_dump_all(objects))

    code, said = said_by(program, "--strict", tmp_path / "all.yaml")

    assert 0 == code, said
    warnings = [line for line in said.splitlines() if line.startswith("WARN")]
    assert [] == [line for line in warnings if not any(kind in line for kind in FOREIGN)]


def test_kustomize_builds_the_base() -> None:
    """As `kubectl apply -k` would; its warnings fail."""
    done = subprocess.run(
        [tool("kustomize"), "build", KUBERNETES], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    built = [one for one in yaml.safe_load_all(done.stdout) if one]
    assert len(list(manifests())) + 1 == len(built)


def test_every_pod_runs_without_rights_and_drains() -> None:
    """Read-only root, no capabilities, no service account, probes, ninety seconds to finish."""
    pods = [one["spec"]["template"]["spec"] for one in manifests() if one["kind"] == "Deployment"]

    assert 2 == len(pods)
    for pod in pods:
        (container,) = pod["containers"]
        assert pod["terminationGracePeriodSeconds"] == 90
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "/ready" == container["readinessProbe"]["httpGet"]["path"]
        assert "/live" == container["livenessProbe"]["httpGet"]["path"]
        assert {one["name"] for one in container["volumeMounts"]} == {
            one["name"] for one in pod["volumes"]
        }


def test_traffic_is_denied_unless_it_is_named() -> None:
    """A default of nothing; Temporal's internal frontend, which asks for no token, is opened to nobody else."""
    policies = [one for one in manifests() if one["kind"] == "NetworkPolicy"]
    named = {one["metadata"]["name"]: one["spec"] for one in policies}

    assert named["default-deny"] == {"podSelector": {}, "policyTypes": ["Ingress"]}
    opened = [
        port["port"] for rule in named["temporal"]["ingress"] for port in rule.get("ports", [])
    ]
    assert [7233, 9090] == opened


def test_kubernetes_and_machines_use_names_that_the_program_reads() -> None:
    """A misspelt name of the environment would be ignored without a word."""
    known = {f"DONDOC_{name.upper()}" for name in Settings.model_fields}
    places = [*(DEPLOY / "cluster").glob("*"), *(DEPLOY / "systemd").glob("*")]
    places += KUBERNETES.glob("*")
    used = {
        name
        for place in places
        for name in re.findall(r"\bDONDOC_[A-Z_]+\b(?=[=:])", place.read_text())
    }

    assert used
    assert {"DONDOC_PAYLOAD_KEYS_FILE", "DONDOC_TEMPORAL_TOKEN_FILE"} <= used
    assert set() == used - known


def test_the_engine_has_the_same_settings_everywhere() -> None:
    """The chart's values repeat the shared dynamic configuration, and the cluster's additions to it."""
    values = documents(KUBERNETES / "temporal-values.yaml")[0]
    shared = documents(DEPLOY / "dynamicconfig.yaml")[0]
    added = documents(DEPLOY / "cluster" / "dynamicconfig-cluster.yaml")[0]

    assert shared | added == values["server"]["dynamicConfig"]
    assert not shared.keys() & added.keys()


def test_the_number_of_shards_is_the_same_everywhere() -> None:
    """It can never be changed, so an office that moves from one way of running to another keeps it."""
    values = documents(KUBERNETES / "temporal-values.yaml")[0]
    environment = (DEPLOY / "cluster" / "temporal.env.example").read_text()

    assert 512 == values["server"]["config"]["persistence"]["numHistoryShards"]
    assert "\nNUM_HISTORY_SHARDS=512\n" in environment


def test_server_and_schema_of_temporal_are_of_one_version() -> None:
    """The server refuses an older schema; the schema job runs in the image of the tools."""
    values = documents(KUBERNETES / "temporal-values.yaml")[0]
    compose = documents(DEPLOY / "compose.yaml")[0]["services"]

    assert values["server"]["image"]["tag"] == values["admintools"]["image"]["tag"]
    assert compose["temporal"]["image"].endswith(f":{values['server']['image']['tag']}")
    # What `make cluster-test` runs is what is installed.
    assert programs.SERVER_VERSION == values["server"]["image"]["tag"]
    assert f"\nTEMPORAL := {programs.SERVER_VERSION}\n" in (CHECKOUT / "Makefile").read_text()


def test_tokens_are_those_that_the_engine_asks_for(tmp_path: Path) -> None:
    """Signed by the key that the nodes are given, with the rights by namespace, ending when they should."""
    script = DEPLOY / "cluster" / "tokens.sh"
    tool("openssl")
    assert (0, "") == said_by(script, tmp_path, "keys")
    before = (tmp_path / "jwks.json").read_bytes()
    assert (0, "") == said_by(script, tmp_path, "keys")
    _, token = said_by(script, tmp_path, "token", "worker", "dondoc:write,khac:read", "1")
    head, body, seal = token.strip().split(".")
    said = json.loads(urlsafe_b64decode(body + "=="))
    key = RSAPublicNumbers(
        e=65537,
        n=int.from_bytes(urlsafe_b64decode(json.loads(before)["keys"][0]["n"] + "=="), "big"),
    ).public_key()

    key.verify(urlsafe_b64decode(seal + "=="), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    assert before == (tmp_path / "jwks.json").read_bytes()
    assert json.loads(before)["keys"][0]["kid"] == json.loads(urlsafe_b64decode(head + "=="))["kid"]
    assert ["dondoc:write", "khac:read"] == said["permissions"]
    assert 3600 == said["exp"] - said["iat"]
    assert 2 == said_by(script, tmp_path, "unknown")[0]
    assert 0o600 == (tmp_path / "jwt.key").stat().st_mode & 0o777


@pytest.mark.parametrize("folder", ["cluster", "kubernetes", "observability", "runbooks"])
def test_every_file_is_explained_to_the_administrator(folder: str) -> None:
    """A file that the folder's README does not name is not found by whoever needs it."""
    readme = (DEPLOY / folder / "README.md").read_text()

    names = {path.name for path in (DEPLOY / folder).iterdir()} - {"README.md"}
    assert [] == sorted(name for name in names if name not in readme)
