"""Which closed assignments are verified again: a share drawn by a published seed, the same for everybody who draws.

Called by the command line. Nobody can choose: the seed is published before the list is known, and
the rule needs nothing but SHA-256.
"""

import hashlib
from collections.abc import Iterable
from fractions import Fraction

__all__ = ["drawn", "lot_of"]


def lot_of(seed: str, assignment: str) -> str:
    """An assignment's lot: SHA-256 of the seed, a line feed and the id, in hexadecimal."""
    return hashlib.sha256(f"{seed}\n{assignment}".encode()).hexdigest()


def drawn(assignments: Iterable[str], *, seed: str, share: Fraction) -> list[tuple[str, str]]:
    """The share with the lowest lots, rounded up, in the order of their lots: lot and id."""
    lots = sorted((lot_of(seed, one), one) for one in set(assignments))
    return lots[: -(-len(lots) * share.numerator // share.denominator)]
