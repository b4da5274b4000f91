"""What we did not write: named with version and licence, and byte for byte what was vendored."""

import hashlib
import json
from pathlib import Path

import pytest

import console

VENDOR = Path(console.__file__).parent / "static" / "vendor"
PARTS = json.loads((VENDOR / "vendor.json").read_text())


@pytest.mark.parametrize("part", PARTS, ids=[part["name"] for part in PARTS])
def test_every_vendored_file_is_what_the_list_says(part: dict[str, object]) -> None:
    """Name, version, licence text and the hash of each file."""
    folder = VENDOR / f"{part['name']}-{part['version']}"

    found = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.iterdir()}

    assert part["files"] == found
    assert "LICENSE" in found


def test_nothing_is_vendored_beside_the_list() -> None:
    """A folder that nobody listed has no licence we know of."""
    listed = {f"{part['name']}-{part['version']}" for part in PARTS}

    assert listed == {one.name for one in VENDOR.iterdir() if one.is_dir()}
