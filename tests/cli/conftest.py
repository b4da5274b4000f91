"""One `dondoc up` for all tests of the command line; it ends with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture(scope="session")
def dondoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program, with its own system running on a new folder."""
    program = Program(tmp_path_factory.mktemp("up")).serve()
    yield program
    assert program.stop() == 0


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    """The program on a new folder where nothing runs."""
    return Program(tmp_path)
