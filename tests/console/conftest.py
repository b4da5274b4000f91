"""One `dondoc up` for all tests of the console, with people of every role; it ends with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.cli.written import LEAD, a_conclusion, a_directive
from tests.console.site import Site, close_browsers


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The console on its own system, on a new folder."""
    program = Program(tmp_path_factory.mktemp("console")).serve()
    yield Site(program)
    assert program.stop() == 0


@pytest.fixture
def one(site: Site) -> str:
    """The id of a new assignment of Bộ Y tế."""
    conclusion = a_conclusion(a_directive(text="Nội dung chỉ người liên quan được đọc"))
    site.program.start(conclusion)
    return f"kl/{conclusion['ref']}/1@{LEAD}"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Program]:
    """The program on a new folder where nothing runs yet; whatever a test leaves running is ended."""
    program = Program(tmp_path)
    yield program
    program.end()


@pytest.fixture(autouse=True)
def no_browser_is_left() -> Iterator[None]:
    """Browsers of a test end with it."""
    yield
    close_browsers()
