"""Payloads sealed before they leave the process: Temporal and its database hold no word of a case.

The data converter of every client and worker (`gateway.connect`). AES-256-GCM; the whole payload with its
metadata is sealed, and names the key it was sealed with, so that keys can be changed while cases run.
Ids, command names and times stay readable: the engine works with them.
"""

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    PayloadCodec,
)
from temporalio.service import RPCError

from gateway.keyring import Keyring
from gateway.packing import Packing
from schemas.refusals import MalformedInput, Unreachable

ENCODING: Final = b"binary/dondoc-sealed"
_KEY_ID: Final = "key-id"
_NONCE_BYTES: Final = 12
_LOOKED_AT: Final = 100
"""Newest running cases whose key is looked for at the start."""


class Seal(PayloadCodec):
    """Seals with the first key, opens with the key that the payload names; what was never sealed passes."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal every payload, or none when there is no key."""
        key = self._keys.sealing()
        if key is None:
            return list(payloads)
        return [self._sealed(payload, *key) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open what is sealed; raises MalformedInput naming the key that is missing."""
        return [self._opened(payload) if is_sealed(payload) else payload for payload in payloads]

    @staticmethod
    def _sealed(payload: Payload, key_id: str, key: AESGCM) -> Payload:
        nonce = os.urandom(_NONCE_BYTES)
        data = nonce + key.encrypt(nonce, payload.SerializeToString(), key_id.encode())
        return Payload(metadata={"encoding": ENCODING, _KEY_ID: key_id.encode()}, data=data)

    def _opened(self, payload: Payload) -> Payload:
        key_id = key_of(payload)
        key = self._keys.opening(key_id)
        if key is None:
            raise missing(key_id)
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            return Payload.FromString(key.decrypt(nonce, sealed, key_id.encode()))
        except InvalidTag:
            raise MalformedInput(
                "payload_not_opened", field="DONDOC_PAYLOAD_KEYS", key=key_id
            ) from None


def converter(keys: Keyring) -> DataConverter:
    """The one converter of the project. Failures are sealed too: their sentences speak of the case.

    Without keys nothing passes through a codec, which costs time; what is sealed is refused by name.
    """
    if not keys.ids:
        return DataConverter(payload_converter_class=_Keyless)
    return DataConverter(
        payload_converter_class=Packing,
        payload_codec=Seal(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


class _Refusing(EncodingPayloadConverter):
    """Reads sealed payloads where there is no key: it says so."""

    @property
    def encoding(self) -> str:
        return ENCODING.decode()

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> NoReturn:
        raise missing(key_of(payload))


class _Keyless(Packing):
    """Also knows what a sealed payload is."""

    def __init__(self) -> None:
        super().__init__()
        self.converters = _with_refusal()


@lru_cache(maxsize=1)
def _with_refusal() -> dict[bytes, EncodingPayloadConverter]:
    return {**Packing().converters, ENCODING: _Refusing()}


def is_sealed(payload: Payload) -> bool:
    """Whether a payload went through `Seal`."""
    return payload.metadata.get("encoding") == ENCODING


def key_of(payload: Payload) -> str:
    """The id of the key that a sealed payload names."""
    return payload.metadata.get(_KEY_ID, b"").decode(errors="replace")


async def refuse_unless_readable(client: Client, keys: Keyring) -> None:
    """Refuse to work on cases sealed with a key we lack: at the start, not at the first task.

    Otherwise such a worker would fail every task, and such a caller would write in the clear what
    others seal. Looks at the newest running cases; raises MalformedInput or Unreachable.
    """
    try:
        async for case in client.list_workflows(
            "ExecutionStatus = 'Running'", limit=_LOOKED_AT, page_size=_LOOKED_AT
        ):
            _refuse_unless_opened(case.raw_info.memo.fields.values(), keys)
    except RPCError as error:
        address = str(client.service_client.config.target_host)
        raise Unreachable("engine_unreachable", address=address) from error


def _refuse_unless_opened(payloads: Iterable[Payload], keys: Keyring) -> None:
    for payload in payloads:
        if is_sealed(payload) and keys.opening(key_of(payload)) is None:
            raise missing(key_of(payload))


def missing(key_id: str) -> MalformedInput:
    """What a process says that does not have a key."""
    return MalformedInput("payload_key_missing", field="DONDOC_PAYLOAD_KEYS", key=key_id)
