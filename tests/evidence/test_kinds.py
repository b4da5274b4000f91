"""What is evidence and what is not, judged by content before anything is kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from evidence.store import MOST_BYTES, EvidenceStore
from schemas.refusals import MalformedInput
from schemas.sentences import sentence_of
from tests.intake.files import docx_of

PDF = b"%PDF-1.7\nminh chung\n"


def a_docx() -> bytes:
    return docx_of(["Báo cáo"])


def an_xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def a_jpg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def an_archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(**more: bytes) -> bytes:
    return an_archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | more)


def a_lying_bomb() -> bytes:
    """Its directory says 10 bytes; unpacked it is far more."""
    content = bytearray(with_parts(**{"word/media/a.bin": b"\0" * 30_000_000}))
    real = struct.pack("<I", 30_000_000)
    return bytes(content).replace(real, struct.pack("<I", 10))


GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf": ("báo cáo số 1.PDF", lambda: PDF),
    "docx": ("bc.docx", a_docx),
    "xlsx": ("bc.xlsx", an_xlsx),
    "png": ("anh.png", a_png),
    "jpg": ("anh.JPEG", a_jpg),
}
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.pdf", lambda: b"", "evidence_size"),
    "one byte over": ("a.pdf", lambda: PDF.ljust(MOST_BYTES + 1), "evidence_size"),
    "text": ("a.txt", lambda: b"xin chao", "evidence_kind"),
    "text named pdf": ("a.pdf", lambda: b"xin chao", "evidence_kind"),
    "program": ("a.pdf", lambda: b"\x7fELF" + bytes(64), "evidence_kind"),
    "gif": ("a.gif", lambda: b"GIF89a" + bytes(64), "evidence_kind"),
    "old word": (
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "evidence_kind",
    ),
    "pdf named docx": ("a.docx", lambda: PDF, "evidence_ending"),
    "docx named pdf": ("a.pdf", a_docx, "evidence_ending"),
    "docx named xlsx": ("a.xlsx", a_docx, "evidence_ending"),
    "no ending": ("bao-cao", lambda: PDF, "evidence_ending"),
    "plain archive": ("a.docx", lambda: an_archive({"a.txt": b"x"}), "evidence_kind"),
    "cut archive": ("a.docx", lambda: a_docx()[:-400], "evidence_damaged"),
    "archive bomb": ("a.docx", lambda: with_parts(x=b"\0" * 50_000_000), "evidence_bomb"),
    "huge archive bomb": ("a.docx", lambda: with_parts(x=b"\0" * 210_000_000), "evidence_bomb"),
    "entities": (
        "a.docx",
        lambda: with_parts(**{"a.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "evidence_bomb",
    ),
    "macros": ("a.docx", lambda: with_parts(**{"word/vbaProject.bin": b"x"}), "evidence_macros"),
    "10,000 signatures": (
        "a.pdf",
        lambda: PDF + b"<</Type/Sig/ByteRange[0 1 2 3]>>\n" * 10_000,
        "evidence_signatures",
    ),
    "path": ("../../etc/passwd.pdf", lambda: PDF, "evidence_name"),
    "windows path": ("..\\..\\a.pdf", lambda: PDF, "evidence_name"),
    "turned": ("bao-cao\u202efdp.exe.pdf", lambda: PDF, "evidence_name"),
    "hidden": ("bao\u200bcao.pdf", lambda: PDF, "evidence_name"),
    "line break": ("a\r\nBcc: x.pdf", lambda: PDF, "evidence_name"),
    "long": ("a" * 252 + ".pdf", lambda: PDF, "evidence_name"),
}


@pytest.mark.parametrize("what", GOOD)
async def test_documents_of_daily_use_are_taken(what: str, store: EvidenceStore) -> None:
    """PDF, DOCX, XLSX, JPG and PNG."""
    name, make = GOOD[what]

    file = await store.put_bytes(make(), name)

    assert await store.holds(file)


@pytest.mark.parametrize("what", BAD)
async def test_anything_else_is_refused_and_nothing_kept(what: str, store: EvidenceStore) -> None:
    """With a sentence that says what is wrong and what to do, in both languages."""
    name, make, reason = BAD[what]

    with pytest.raises(MalformedInput) as refused:
        await store.put_bytes(make(), name)

    said = refused.value
    assert said.reason == reason
    assert said.field == "file"
    for lang in ("vi", "en"):
        sentence, remedy = sentence_of(said.reason, said.said, lang)
        assert "{" not in sentence + remedy
    assert await store._listed("") == []


async def test_an_archive_that_lies_about_its_sizes_is_refused(store: EvidenceStore) -> None:
    """Each part is unpacked once against the limits."""
    with pytest.raises(MalformedInput, match=r"evidence_(bomb|damaged)"):
        await store.put_bytes(a_lying_bomb(), "a.docx")


async def test_the_limit_can_be_set_otherwise(tmp_path: Path) -> None:
    """Exactly at the limit is taken, one byte more is not."""
    store = EvidenceStore(tmp_path, most_bytes=len(PDF))

    assert (await store.put_bytes(PDF, "a.pdf")).size == len(PDF)
    with pytest.raises(MalformedInput, match="evidence_size"):
        await store.put_bytes(PDF + b" ", "a.pdf")


async def test_a_large_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file of a terabyte costs nothing to refuse."""
    path = tmp_path / "lon.pdf"
    with path.open("wb") as out:
        out.truncate(2**40)

    with pytest.raises(MalformedInput, match="evidence_size"):
        await EvidenceStore(tmp_path / "kho").put(path)
