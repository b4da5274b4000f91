"""Large payloads travel packed; small ones stay the plain JSON that the `temporal` CLI reads and writes."""

import pytest
from temporalio.converter import DataConverter

from gateway.keyring import Keyring
from gateway.packing import PACKED, PACKED_FROM_BYTES
from gateway.sealing import converter

SMALL = {"text": "Đã làm"}
LARGE = {"text": "Đã làm xong " * (PACKED_FROM_BYTES // 10)}
KEYS = Keyring.of_text("a=" + "QUFB" * 10 + "QUE=")


@pytest.fixture(params=[Keyring(), KEYS], ids=["without keys", "with keys"])
def ours(request: pytest.FixtureRequest) -> DataConverter:
    return converter(request.param)


@pytest.mark.parametrize("value", [SMALL, LARGE], ids=["small", "large"])
async def test_what_was_sent_is_what_is_read(ours: DataConverter, value: object) -> None:
    """Whatever its size, sealed or not."""
    assert await ours.decode(await ours.encode([value]), [dict]) == [value]


async def test_only_what_is_large_is_packed() -> None:
    """A hundredth of the size here; and the encoding says so."""
    small, large = await converter(Keyring()).encode([SMALL, LARGE])

    assert (b"json/plain", PACKED.encode()) == (
        small.metadata["encoding"],
        large.metadata["encoding"],
    )
    assert len(large.data) < PACKED_FROM_BYTES / 100


async def test_plain_payloads_of_any_size_are_read() -> None:
    """Those of before, and those of other programs."""
    plain = await DataConverter.default.encode([LARGE])

    assert await converter(Keyring()).decode(plain, [dict]) == [LARGE]
