"""The one place of the command line that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The instant of this call; the default of every `--as-of` outside the demo."""
    return datetime.now(UTC)  # noqa: TID251 - the edge: everything below takes the time as an argument
