"""Files that are not taken in: each a reason of its own, quickly, within bounded memory, with nothing kept."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

import intake
from intake import IntakeCode
from tests.intake.files import NOTICE, archive_of, docx_of, font, pdf_of, with_part

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + WORD.format("&b;")
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def good() -> bytes:
    return docx_of(NOTICE.splitlines())


def locked_zip() -> bytes:
    """The flag of an encrypted part, set in both headers."""
    data = bytearray(good())
    data[6] |= 1
    central = data.rfind(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


BAD: list[tuple[str, str, Callable[[], bytes], IntakeCode]] = [
    ("empty", "a.docx", lambda: b"", IntakeCode.EMPTY),
    ("blank", "a.txt", lambda: b" \n\t ", IntakeCode.EMPTY),
    ("truncated docx", "a.docx", lambda: good()[:-2000], IntakeCode.DAMAGED),
    ("truncated in the middle", "a.docx", lambda: good()[:3000], IntakeCode.DAMAGED),
    ("truncated pdf", "a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", IntakeCode.DAMAGED),
    ("encrypted part", "a.docx", locked_zip, IntakeCode.ENCRYPTED),
    (
        "encrypted office file",
        "a.docx",
        lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        IntakeCode.ENCRYPTED,
    ),
    (
        "old word",
        "a.doc",
        lambda: OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
        IntakeCode.OLD_WORD,
    ),
    (
        "macros",
        "a.docx",
        lambda: with_part(good(), "word/vbaProject.bin", b"code"),
        IntakeCode.MACROS,
    ),
    (
        "zip bomb",
        "a.docx",
        lambda: with_part(good(), "word/media/a.xml", b"0" * 40_000_000),
        IntakeCode.ARCHIVE_BOMB,
    ),
    (
        "many parts",
        "a.docx",
        lambda: archive_of({f"word/{at}.xml": b"" for at in range(3000)}),
        IntakeCode.ARCHIVE_BOMB,
    ),
    (
        "entity bomb",
        "a.docx",
        lambda: with_part(good(), "word/document.xml", BOMB.encode()),
        IntakeCode.ENTITY_BOMB,
    ),
    (
        "broken xml",
        "a.docx",
        lambda: with_part(good(), "word/document.xml", b"<w:document>"),
        IntakeCode.DAMAGED,
    ),
    (
        "a plain archive",
        "a.docx",
        lambda: archive_of({"doc.txt": b"abc"}),
        IntakeCode.UNKNOWN_FORMAT,
    ),
    ("wrong extension", "a.pdf", good, IntakeCode.WRONG_EXTENSION),
    ("wrong extension of text", "a.docx", lambda: NOTICE.encode(), IntakeCode.WRONG_EXTENSION),
    ("image renamed", "a.docx", lambda: PNG, IntakeCode.IMAGE),
    ("program", "a.bin", lambda: b"\x7fELF" + b"\0" * 500, IntakeCode.UNKNOWN_FORMAT),
    (
        "old encoding",
        "a.txt",
        lambda: "Bộ".encode("cp1258", "ignore") + b"\xfd\xea\xe0 v\xe0",
        IntakeCode.ENCODING,
    ),
    (
        "no letters",
        "a.html",
        lambda: b"<html><body><script>1</script></body></html>",
        IntakeCode.NO_TEXT,
    ),
    ("secret", "a.txt", lambda: ("MẬT\n" + NOTICE).encode(), IntakeCode.CLASSIFIED),
    (
        "top secret in a cell",
        "a.txt",
        lambda: ("| BỘ CÔNG AN | TUYỆT MẬT |\n" + NOTICE).encode(),
        IntakeCode.CLASSIFIED,
    ),
]


@pytest.mark.parametrize(
    ("name", "code", "make"),
    [(name, code, make) for _, name, make, code in BAD],
    ids=[one[0] for one in BAD],
)
def test_bad_file_is_refused_with_its_reason(
    name: str, code: IntakeCode, make: Callable[[], bytes]
) -> None:
    """A typed error with what, why and remedy in both languages, within ten seconds."""
    data = make()
    start = time.monotonic()
    with pytest.raises(intake.IntakeRefusal) as refused:
        intake.read(data, name)

    assert code is refused.value.code
    assert time.monotonic() - start < 10
    for language in ("vi", "en"):
        told = refused.value.sentence(language)
        assert all((told.what, told.why, told.remedy))
        assert "?" not in told.why


def test_encrypted_pdf_is_refused() -> None:
    """A PDF that asks for a password."""
    locked = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] >>\n%%EOF\n"
    )
    with pytest.raises(intake.IntakeRefusal) as refused:
        intake.read(locked, "khoa.pdf")

    assert refused.value.code is IntakeCode.ENCRYPTED


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    """Size is looked at before the file is opened."""
    path = tmp_path / "lon.pdf"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(intake.IntakeRefusal) as refused:
            intake.read(path)
        assert refused.value.code is IntakeCode.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_bomb_is_unpacked_no_further_than_its_limit() -> None:
    """Memory stays bounded while a bomb is looked at."""
    data = with_part(good(), "word/media/a.xml", b"0" * 60_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(intake.IntakeRefusal):
            intake.read(data, "bom.docx")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_too_many_pages_are_refused() -> None:
    """A document of more pages than anybody reads is split first."""
    face = font()
    if face is None:
        pytest.skip("no TrueType font with Vietnamese on this machine")
    with pytest.raises(intake.IntakeRefusal) as refused:
        intake.read(
            pdf_of(NOTICE * 3, face, lines_per_page=12), "dai.pdf", limits=intake.Limits(pages=2)
        )

    assert refused.value.code is IntakeCode.TOO_LONG


def test_the_word_secret_inside_a_sentence_is_no_mark() -> None:
    """Only a mark that stands alone refuses the document."""
    body = NOTICE + "4. Bộ Công an hướng dẫn bảo vệ bí mật nhà nước và danh mục tài liệu mật.\n"

    assert intake.read(body.encode(), "a.txt").header.secrecy is None
