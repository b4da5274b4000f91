"""What kind of file a piece of evidence is, by its content; what is not a document in daily use is refused.

Called by the store before anything is kept. Raises MalformedInput, whose sentence says what to do.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

import filetype

from schemas.folding import nfc
from schemas.refusals import MalformedInput

__all__ = ["kind_of", "safe_name"]

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
_EXTENSIONS: Final[Mapping[str, frozenset[str]]] = {
    PDF: frozenset({"pdf"}),
    DOCX: frozenset({"docx"}),
    XLSX: frozenset({"xlsx"}),
    "image/jpeg": frozenset({"jpg", "jpeg"}),
    "image/png": frozenset({"png"}),
}
_BODIES: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MACROS: Final = re.compile(r"(?i)vbaproject\.bin$|vbadata\.xml$|/macros/|activex/.*\.bin$")
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 150
"""Unpacked to packed of one part; ordinary XML stays below 30."""
_SMALL: Final = 1024 * 1024
_CHUNK: Final = 1 << 16
_PDF_WITHIN: Final = 1024

MOST_SIGNATURES: Final = 20
"""Signatures in one PDF; a document of the state has a handful."""
_SIGNATURE: Final = re.compile(rb"/ByteRange\b|/FT\s*/Sig\b")
_LONGEST_NAME: Final = 255


def kind_of(content: bytes, name: str) -> str:
    """The media type of a file; raises MalformedInput for anything but a clean PDF, DOCX, XLSX, JPG or PNG.

    The name's ending has to agree with the content, so that nobody opens one thing for another.
    """
    kind = _by_content(content, name)
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in _EXTENSIONS[kind]:
        raise _refused("evidence_ending", name, ending=f".{ending}", kind=_short(kind))
    if kind == PDF:
        _check_pdf(content, name)
    return kind


def safe_name(given: str) -> str:
    """The name as it may be shown and stored; raises MalformedInput for one that means to mislead.

    Path parts, control characters and marks that turn the direction of writing have no business in
    the name of a document.
    """
    name = nfc(given).strip()
    hidden = any(unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"} for char in name)
    if (
        hidden
        or "/" in name
        or "\\" in name
        or name in {"", ".", ".."}
        or len(name) > _LONGEST_NAME
    ):
        shown = "".join(char if char.isprintable() else "\ufffd" for char in name)[:80]
        raise MalformedInput("evidence_name", field="file", name=shown)
    return name


def _by_content(content: bytes, name: str) -> str:
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office_document(content, name)
    found = filetype.guess(content[:8192])
    if found is not None and found.mime in _EXTENSIONS and found.mime.startswith("image/"):
        return str(found.mime)
    raise _refused("evidence_kind", name, kind=found.mime if found else "?")


def _office_document(content: bytes, name: str) -> str:
    """An archive is a DOCX or XLSX when its body says so, and only when it unpacks within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kind = _of_archive(archive, name)
            _unpack(archive, name)
    except (
        zipfile.BadZipFile,
        EOFError,
        zlib.error,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise _refused("evidence_damaged", name, problem=str(error)) from error
    return kind


def _of_archive(archive: zipfile.ZipFile, name: str) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused("evidence_bomb", name)
    if any(part.flag_bits & 1 for part in parts):
        raise _refused("evidence_encrypted", name)
    if any(_MACROS.search(part.filename) for part in parts):
        raise _refused("evidence_macros", name)
    names = {part.filename for part in parts}
    kinds = {kind for body, kind in _BODIES.items() if body in names}
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise _refused("evidence_kind", name, kind="ZIP")
    return kinds.pop()


def _unpack(archive: zipfile.ZipFile, name: str) -> None:
    """Each part once, against the limits: the sizes an archive declares may lie."""
    total = 0
    for part in archive.infolist():
        size, tail = 0, b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size, total = size + len(chunk), total + len(chunk)
                if total > MOST_UNPACKED or (
                    size > _SMALL and size > MOST_RATIO * max(1, part.compress_size)
                ):
                    raise _refused("evidence_bomb", name)
                if part.filename.endswith((".xml", ".rels")) and _DECLARATION.search(tail + chunk):
                    raise _refused("evidence_bomb", name)
                tail = chunk[-16:]


def _check_pdf(content: bytes, name: str) -> None:
    """A PDF that claims to be signed thousands of times is made to keep the examiner's machine busy."""
    claims = sum(1 for _ in _SIGNATURE.finditer(content))
    if claims > 2 * MOST_SIGNATURES:
        raise _refused("evidence_signatures", name, count=claims, most=MOST_SIGNATURES)


def _short(kind: str) -> str:
    return next(iter(sorted(_EXTENSIONS[kind]))).upper()


def _refused(reason: str, name: str, **said: str | int) -> MalformedInput:
    return MalformedInput(reason, field="file", name=name, **said)  # type: ignore[arg-type]  # line is never among them
