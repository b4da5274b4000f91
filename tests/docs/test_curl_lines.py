"""The `curl` lines printed in the README are calls that the API has."""

import re

import pytest

from console.api.app import create_api
from tests.docs.reading import README

_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r'"\$API(/[^"?]*)')
LINES = [
    line
    for block in _BLOCK.findall(README.read_text(encoding="utf-8"))
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("curl ")
]


def test_there_are_three() -> None:
    """A read of many, a read of one, a command."""
    assert 3 == len(LINES)


@pytest.mark.parametrize("line", LINES)
def test_a_printed_call_is_one_of_the_apis(line: str) -> None:
    """Its address and method stand in the OpenAPI document."""
    address = _ADDRESS.findall(line)[0]
    method = "post" if " -d " in line else "get"
    paths = create_api(None).openapi()["paths"]  # type: ignore[arg-type]  # nothing is called

    assert [
        path
        for path, operations in paths.items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), address) and method in operations
    ]
