"""What holds for every test."""

from pathlib import Path

import pytest

FAULTS = Path(__file__).with_name("faults")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fault tests load both cores for minutes: all of them belong to `make faults`, not to `make test`."""
    for item in items:
        if FAULTS in item.path.parents:
            item.add_marker(pytest.mark.long)
