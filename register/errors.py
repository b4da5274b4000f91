"""What the register cannot do, by name. Retrying helps with none of these."""

from typing import Final

__all__ = ["ChangedMigration", "KeyTaken", "RegisterBehind", "RegisterError", "UnknownStream"]


class RegisterError(Exception):
    """The register refuses for a reason that a repetition does not cure."""


class UnknownStream(RegisterError):
    """A commit or a read names a packet that was never planned."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"{stream}: no packet of this name is planned")
        self.stream: Final = stream


class RegisterBehind(RegisterError):
    """The workflow knows events that the register does not hold: it was restored from an older copy."""

    def __init__(self, stream: str, expected: int, held: int) -> None:
        super().__init__(f"{stream}: the workflow knows {expected} events, the register {held}")
        self.stream: Final = stream
        self.expected: Final = expected
        self.held: Final = held


class KeyTaken(RegisterError):
    """An event repeats the (key, ordinal) of an earlier one: something is done twice that happens once."""

    def __init__(self, stream: str, detail: str) -> None:
        super().__init__(f"{stream}: {detail}")
        self.stream: Final = stream


class ChangedMigration(RegisterError):
    """A migration that was applied here reads differently now, or is gone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: applied to this database in another form; migrations only go forward"
        )
        self.name: Final = name
