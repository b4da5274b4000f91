"""How large a command may be: texts travel, files do not.

The engine refuses two megabytes by failing the workflow's task (a payload of Temporal holds 2 MB), so a
command is measured before it is sent, and a delivered letter before it is read.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

MOST_BYTES: Final = 64 * 1024
"""Of a command as JSON in UTF-8, and of a delivered letter."""


def size_of(said: Any) -> int:
    """Bytes of the shortest JSON."""
    return len(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def largest_field(said: Mapping[str, Any]) -> str:
    """The field that takes the most room: whose text belongs into a file."""
    return max(said, key=lambda name: size_of(said[name]))
