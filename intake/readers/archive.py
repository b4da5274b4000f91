"""Looks into a DOCX or XLSX before anything parses it: bombs, macros, passwords, entities, cut files.

The declared sizes of an archive may lie, so every part is unpacked once against the limits.
"""

import io
import re
import zipfile
import zlib
from typing import Final

from intake.readers.limits import Limits, in_mb
from intake.refusals import IntakeCode, IntakeRefusal

_CHUNK: Final = 1 << 16
_SMALL: Final = 1 << 20
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS: Final = re.compile(r"(?i)vbaproject\.bin$|vbadata\.xml$|/macros/|activex/.*\.bin$")
_BODY: Final = "word/document.xml"
_BOOK: Final = "xl/workbook.xml"


def check_docx(data: bytes, limits: Limits) -> None:
    """Refuses an archive that is no clean DOCX."""
    _check(data, limits, _BODY)


def check_xlsx(data: bytes, limits: Limits) -> None:
    """Refuses an archive that is no clean XLSX."""
    _check(data, limits, _BOOK)


def _check(data: bytes, limits: Limits, body: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive, limits, body)
            _check_parts(archive, limits)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, OSError) as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=str(error)) from error


def part_of(data: bytes, name: str) -> bytes | None:
    """One part of a DOCX that has been checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name) if name in archive.namelist() else None


def _check_names(archive: zipfile.ZipFile, limits: Limits, body: str) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise IntakeRefusal(IntakeCode.ARCHIVE_BOMB, found=f"{len(parts)} phần")
    if any(part.flag_bits & 1 for part in parts):
        raise IntakeRefusal(IntakeCode.ENCRYPTED)
    for part in parts:
        if _MACROS.search(part.filename):
            raise IntakeRefusal(IntakeCode.MACROS, found=part.filename)
    if body not in archive.namelist():
        raise IntakeRefusal(IntakeCode.UNKNOWN_FORMAT)
    declared = sum(part.file_size for part in parts)
    if declared > limits.unpacked_bytes:
        raise IntakeRefusal(IntakeCode.ARCHIVE_BOMB, found=in_mb(declared))


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    total = 0
    for part in archive.infolist():
        size, tail = 0, b""
        is_xml = part.filename.endswith((".xml", ".rels"))
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > limits.unpacked_bytes or (
                    size > _SMALL and size > limits.part_ratio * max(1, part.compress_size)
                ):
                    raise IntakeRefusal(
                        IntakeCode.ARCHIVE_BOMB, found=f"{part.filename}: {in_mb(size)}"
                    )
                if is_xml and _DECLARATION.search(tail + chunk):
                    raise IntakeRefusal(IntakeCode.ENTITY_BOMB, found=part.filename)
                tail = chunk[-16:]
    types = (
        archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    )
    if b"macroEnabled" in types:
        raise IntakeRefusal(IntakeCode.MACROS, found="[Content_Types].xml")
