"""The OpenAPI document: complete, true to what the server does, and readable in a browser under the strict policy."""

import asyncio
import shutil
import warnings
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from console.api.problems import KINDS
from schemas.permits import Permit
from tests.api.world import World
from tests.builders import a_directive

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CALLERS = st.sampled_from(["officer", "lead", "supervisor", "operator", "auditor"])
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
EXAMPLES = 10
"""For each of a hundred operations and by turns of five callers; the whole stays below a minute."""
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    verbosity=Verbosity.quiet,
    suppress_health_check=list(HealthCheck),
)


async def test_the_document_is_complete(world: World) -> None:
    """Every operation has its scope, an answer with a model, and the problems it can meet."""
    document = (await world.get("/openapi.json", None)).json()
    operations = [one for path in document["paths"].values() for one in path.values()]

    assert document == world.api.openapi()
    assert document["openapi"].startswith("3.1")
    assert len(operations) == len({one["operationId"] for one in operations}) > 90
    for one in operations:
        scopes = [scope for need in one["security"] for scope in need["token"]]
        assert set(scopes) < set(Permit)
        assert len(scopes) == (0 if one["operationId"] == "inbound" else 1)
        assert {"400", "401", "403", "404", "413", "422", "429", "500", "503"} <= set(
            one["responses"]
        )
        done = one["responses"].get("200") or one["responses"]["201"]
        assert done["content"]
        assert one["description"]
    assert {str(kind.status) for kind in KINDS.values()} >= {"409", "405"}
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_the_server_does_what_the_document_says(world: World) -> None:
    """Schemathesis with the tokens of real accounts: no fault, and no answer the document does not know."""
    case = await world.issues(a_directive(1), a_directive(2, assignees=["G12"]))
    ids = {"ref": case.ref, "n": 1, "agency": "G18"}

    tried, failures = await asyncio.to_thread(_tried, world, ids)

    assert tried > 90 * EXAMPLES / 2
    assert [] == failures


def _tried(world: World, ids: dict[str, Any]) -> tuple[int, list[str]]:
    schema = schemathesis.openapi.from_dict(world.api.openapi())
    attempts = Attempts(world, ids)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        attempts.of(found.ok())
    return attempts.tried, attempts.failures


class Attempts:
    """Calls that the document allows, and calls that it does not, as people of several offices and roles."""

    def __init__(self, world: World, ids: dict[str, Any]) -> None:
        self._world, self._ids = world, ids
        self.tried = 0
        self.failures: list[str] = []

    def of(self, operation: Any) -> None:
        """Try one operation; what fails is kept, and the next one is tried."""
        cases = st.one_of(*(operation.as_strategy(mode) for mode in GenerationMode))

        @SETTINGS
        @given(one=cases, by=CALLERS, is_real=st.integers(0, 3))
        def attempt(one: Any, by: str, is_real: int) -> None:
            self._attempt(one, by, is_real=bool(is_real))

        try:
            attempt()
        except Exception as failure:
            self.failures.append(f"{operation.label}: {failure!s:.2000}")

    def _attempt(self, one: Any, by: str, *, is_real: bool) -> None:
        if is_real:
            named = one.path_parameters or {}
            own = {name: value for name, value in self._ids.items() if name in named}
            one.path_parameters = named | own
        headers = {"authorization": f"Bearer {self._world.tokens[by]}"}
        answer = one.call(base_url=f"{self._world.url}/api/v1", headers=headers)
        self.tried += 1
        one.validate_response(answer, checks=CHECKS)


@pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the viewer is NOT CHECKED"
)
async def test_the_viewer_works_under_the_strict_policy(world: World) -> None:
    """No inline script, nothing from elsewhere, nothing that the policy had to stop."""
    answer = await world.get("/docs", None)
    seen, hosts, operations = await asyncio.to_thread(_looked_at, f"{world.url}/api/v1/docs")

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert [] == seen
    assert {urlsplit(world.url).netloc} == hosts
    assert operations > 5


def _looked_at(url: str) -> tuple[list[str], set[str], int]:
    from playwright.sync_api import sync_playwright

    seen: list[str] = []
    hosts: set[str] = set()
    with warnings.catch_warnings(), sync_playwright() as playwright:
        warnings.simplefilter("ignore")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda one: seen.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: seen.append(str(one)))
        page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
        page.goto(url)
        page.wait_for_selector(".opblock-tag")
        page.locator(".opblock-tag").first.click()
        page.wait_for_selector(".opblock")
        operations = page.locator(".opblock").count()
        browser.close()
    return seen, {host for host in hosts if host}, operations
