"""Values as payloads: JSON through pydantic, and what is large packed.

The state of a full packet repeats itself a thousandfold: after three years 375 kB, packed a twelfth of it
(docs/adr/0016). What people and the `temporal` CLI send and read is small and stays plain JSON.
"""

import zlib
from functools import lru_cache
from typing import Any, Final

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, PydanticPayloadConverter
from temporalio.converter import EncodingPayloadConverter

__all__ = ["PACKED", "PACKED_FROM_BYTES", "Packing", "plain"]

PACKED: Final = "json/zlib"
PACKED_FROM_BYTES: Final = 100_000
"""Above what a packet opens with and what it commits in one step: packing costs 1 ms for each 100 kB."""
_LEVEL: Final = 1
"""The fastest; the best would save a fifth more, and take four times as long."""


def plain(payload: Payload) -> bytes:
    """The JSON of a payload, packed or not: for whoever reads histories without a converter."""
    if payload.metadata.get("encoding") == PACKED.encode():
        return zlib.decompress(payload.data)
    return payload.data


class _Json(PydanticJSONPlainPayloadConverter):
    def to_payload(self, value: Any) -> Payload | None:
        usual = super().to_payload(value)
        if usual is None or len(usual.data) < PACKED_FROM_BYTES:
            return usual
        return Payload(
            metadata={"encoding": PACKED.encode()}, data=zlib.compress(usual.data, _LEVEL)
        )


class _Packed(EncodingPayloadConverter):
    """Reads what `_Json` packed; never asked to write."""

    def __init__(self, json: _Json) -> None:
        self._json = json

    @property
    def encoding(self) -> str:
        return PACKED

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        unpacked = Payload(metadata=payload.metadata, data=plain(payload))
        return self._json.from_payload(unpacked, type_hint)


class Packing(PydanticPayloadConverter):
    """Pydantic's converter, which packs.

    The SDK makes one for each step of a workflow; what they are made of is made once.
    """

    def __init__(self) -> None:
        self.converters = _converters()


@lru_cache(maxsize=1)
def _converters() -> dict[bytes, EncodingPayloadConverter]:
    json = _Json()
    usual = PydanticPayloadConverter().converters
    return {**usual, json.encoding.encode(): json, PACKED.encode(): _Packed(json)}
