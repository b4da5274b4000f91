"""The store keeps what it was given for as long as the register names it, in a folder as in S3."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from evidence.store import EvidenceStore, key_of
from schemas.commands import EvidenceFile
from schemas.refusals import MalformedInput

PAPER = b"%PDF-1.7\nbao cao cua Bo Y te\n"


async def names(*hashes: str) -> set[str]:
    return set(hashes)


async def damage(store: EvidenceStore, file: EvidenceFile, content: bytes) -> None:
    await obstore.put_async(store._opened(), key_of(file.sha256), content)


async def listed(store: EvidenceStore) -> list[str]:
    return [key for key, _ in await store._listed("")]


async def test_a_file_is_read_back_as_it_was_given(store: EvidenceStore) -> None:
    """By its hash; the reference says size, name and kind, never bytes."""
    file = await store.put_bytes(PAPER, "bao-cao.pdf")

    assert await store.read(file.sha256) == PAPER
    assert await store.holds(file)
    assert (file.size, file.name, file.type) == (len(PAPER), "bao-cao.pdf", "application/pdf")


async def test_the_same_content_is_kept_once(store: EvidenceStore) -> None:
    """Under whatever name it comes."""
    first = await store.put_bytes(PAPER, "mot.pdf")
    second = await store.put_bytes(PAPER, "hai.pdf")

    assert first.sha256 == second.sha256
    assert len(await listed(store)) == 1


@pytest.mark.parametrize("content", [PAPER[:-1], PAPER + b"x", PAPER.replace(b"Y", b"T")])
async def test_a_damaged_file_is_not_held_until_it_is_given_again(
    store: EvidenceStore, content: bytes
) -> None:
    """Cut, longer or changed: its hash says so; the same file given again heals it."""
    file = await store.put_bytes(PAPER, "bao-cao.pdf")
    await damage(store, file, content)

    held = await store.holds(file)
    again = await store.put_bytes(PAPER, "bao-cao.pdf")

    assert not held
    assert again == file
    assert await store.holds(file)


async def test_what_is_not_there_is_not_held(store: EvidenceStore) -> None:
    """Neither in an empty store nor under another hash."""
    file = EvidenceFile(sha256="a" * 64, size=3, name="x.pdf", type="application/pdf")

    assert not await store.holds(file)
    with pytest.raises(FileNotFoundError):
        await store.read(file.sha256)


async def test_a_file_no_row_points_to_goes_after_a_day(store: EvidenceStore) -> None:
    """A younger one stays, since its command may be on its way; a named one stays for ever."""
    named = await store.put_bytes(PAPER, "co.pdf")
    unnamed = await store.put_bytes(PAPER + b"2", "khong.pdf")
    now = datetime.now(UTC)

    young = await store.sweep(lambda: names(named.sha256), now + timedelta(hours=23), rest_s=0)
    old = await store.sweep(lambda: names(named.sha256), now + timedelta(hours=25), rest_s=0)

    assert (young.seen, young.removed) == (2, ())
    assert (old.seen, old.removed) == (2, (unnamed.sha256,))
    assert await store.holds(named)
    assert not await store.holds(unnamed)


async def test_a_file_named_while_the_sweep_runs_stays(store: EvidenceStore) -> None:
    """A command that saw its file just before the sweep keeps it."""
    file = await store.put_bytes(PAPER, "kip.pdf")
    answers = [set[str](), {file.sha256}]

    async def named() -> set[str]:
        return answers.pop(0)

    swept = await store.sweep(named, datetime.now(UTC) + timedelta(days=2), rest_s=0)

    assert swept.removed == ()
    assert await store.holds(file)


async def test_a_file_given_again_is_young_again(tmp_path: Path) -> None:
    """Who gives a file anew has a day to name it, however long it lay there."""
    import os

    store = EvidenceStore(tmp_path)
    file = await store.put_bytes(PAPER, "cu.pdf")
    long_ago = (datetime.now(UTC) - timedelta(days=9)).timestamp()
    os.utime(tmp_path / key_of(file.sha256), (long_ago, long_ago))

    await store.put_bytes(PAPER, "cu.pdf")
    swept = await store.sweep(names, datetime.now(UTC), rest_s=0)

    assert swept.removed == ()


async def test_a_folder_is_for_our_eyes_only(tmp_path: Path) -> None:
    """Evidence may hold what others in the house must not read."""
    store = EvidenceStore(tmp_path / "kho")
    file = await store.put_bytes(PAPER, "bao-cao.pdf")
    kept = tmp_path / "kho" / key_of(file.sha256)

    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    assert oct(kept.parent.stat().st_mode & 0o777) == "0o700"
    assert oct((tmp_path / "kho").stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize("wrong", ["http://kho", "s3://", "kho", "file://may/kho", "gs://kho"])
def test_another_kind_of_store_is_refused(wrong: str, tmp_path: Path) -> None:
    """A setting that cannot work shows at the start."""
    with pytest.raises(ValueError, match="expected"):
        EvidenceStore.at(wrong, tmp_path)


async def test_a_store_that_is_away_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    """The caller is told; no reference is given out for a file that is not there."""
    (tmp_path / "kho").write_text("no folder")

    with pytest.raises((MalformedInput, OSError)):
        await EvidenceStore(tmp_path / "kho").put_bytes(PAPER, "bao-cao.pdf")
