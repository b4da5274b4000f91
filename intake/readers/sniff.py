"""What a file is by its content; its name only has to agree."""

import re
from enum import StrEnum
from pathlib import PurePath
from typing import Final

import filetype

from intake.refusals import IntakeCode, IntakeRefusal


class Format(StrEnum):
    """The kinds of file that are read."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    TXT = "txt"


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OLE: Final = "EncryptedPackage".encode("utf-16-le")
_HTML: Final = re.compile(
    rb"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html|<html|<head|<body|<div|<p[\s>]|<table)",
    re.DOTALL,
)
_EXTENSIONS: Final = {
    "docx": Format.DOCX, "docm": Format.DOCX, "pdf": Format.PDF, "html": Format.HTML, "htm": Format.HTML, "xhtml": Format.HTML,
    "txt": Format.TXT, "text": Format.TXT, "md": Format.TXT,
}  # fmt: skip
_OTHER: Final = {
    "doc",
    "rtf",
    "odt",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "jpg",
    "jpeg",
    "png",
    "gif",
    "tif",
    "tiff",
    "zip",
}


def format_of(data: bytes, name: str) -> Format:
    """The kind of a file; refuses what is not read, and names that say something else."""
    if not data.strip(b"\x00 \t\r\n"):
        raise IntakeRefusal(IntakeCode.EMPTY)
    extension = PurePath(name).suffix.lower().lstrip(".")
    found = _by_content(data)
    expected = _EXTENSIONS.get(extension)
    if (
        expected is not None
        and expected is not found
        and not {expected, found} <= {Format.TXT, Format.HTML}
    ) or (expected is None and extension in _OTHER):
        raise IntakeRefusal(
            IntakeCode.WRONG_EXTENSION, extension=f".{extension}", found=found.value.upper()
        )
    return expected if expected is Format.TXT else found


def _by_content(data: bytes) -> Format:
    head = data[:1024]
    if b"%PDF-" in head:
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.DOCX
    if head.startswith(_OLE):
        raise IntakeRefusal(
            IntakeCode.ENCRYPTED if _ENCRYPTED_OLE in data[:4_000_000] else IntakeCode.OLD_WORD
        )
    kind = filetype.guess(data[:8192])
    if kind is not None and kind.mime.startswith("image/"):
        raise IntakeRefusal(IntakeCode.IMAGE, found=kind.extension.upper())
    if kind is not None:
        raise IntakeRefusal(IntakeCode.UNKNOWN_FORMAT, found=kind.mime)
    if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return Format.HTML
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise IntakeRefusal(IntakeCode.UNKNOWN_FORMAT)
    return Format.TXT
