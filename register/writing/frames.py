"""What the assignments of a packet share, read once per process and kept by content.

A header changes only with the rules, so a worker that commits to the same packet a thousand times
decodes it once. Kept by hash and not by name: two registers in one process never mix.
"""

import hashlib
from typing import Final

from asyncpg import Record

from register.deriving.consequences import Frame
from register.errors import UnknownStream
from register.pool import Db
from register.sql import SQL
from schemas.case import Case

__all__ = ["frame_of", "header_hash", "header_of"]

_MOST: Final = 4_096
_kept: dict[str, Frame] = {}


def header_of(case: Case) -> str:
    """The case without assignments, plan, seq and commands, as the register keeps it."""
    return case.but(planned=(), assignments={}, processed={}, seq=0).model_dump_json()


def header_hash(header: str, content_hash: str) -> str:
    """Names a header, and the conclusion it belongs to, by content."""
    return hashlib.sha256(f"{content_hash}\n{header}".encode()).hexdigest()[:32]


async def frame_of(db: Db, stream: str, known_as: str) -> Frame:
    """The frame of a packet whose header has that hash."""
    kept = _kept.get(known_as)
    if kept is not None:
        return kept
    row = await db.fetchrow(SQL["frame_of_stream"], stream)
    if row is None:
        raise UnknownStream(stream)
    frame = frame_in(row)
    if len(_kept) >= _MOST:
        _kept.pop(next(iter(_kept)))
    # Under the hash that was read with it: the rules may have changed since the caller looked.
    _kept[row["header_hash"]] = frame
    return frame


def frame_in(row: Record) -> Frame:
    """The frame in a row of stream and conclusion."""
    return Frame.read(row["header"], row["number"], row["session"], row["programmes"])
