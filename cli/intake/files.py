"""Review files on disk: read with a bound, written whole or not at all, never over somebody's work."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.desk import Desk
from cli.words import Both
from schemas.refusals import MalformedInput

if TYPE_CHECKING:
    from intake.review import Review

_MOST_BYTES: Final = 64 * 1024 * 1024


def text_of(path: Path) -> str:
    """The text of a file; refuses what is none, or larger than any review."""
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise MalformedInput("file_too_large", size=size, most=_MOST_BYTES)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedInput("not_yaml", line=1, problem="UTF-8") from error
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error


def bytes_of(path: Path) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error


def review_in(path: Path) -> "Review":
    """The review in a file as the person left it."""
    from intake.review import read_review

    return read_review(text_of(path))


def write_whole(path: Path, content: str) -> None:
    """The file holds the content, or what it held before."""
    half = path.with_name(f"{path.name}.part")
    try:
        half.write_text(content, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error
    finally:
        half.unlink(missing_ok=True)


def write_new(desk: Desk, path: Path, content: str) -> None:
    """A review that was there before is kept beside the new one: it may hold an hour's work."""
    if path.exists() and path.read_bytes() != content.encode():
        beside = path.with_name(f"{path.name}.bak")
        path.replace(beside)
        desk.out.note(desk.out.say(_KEPT_BESIDE).format(path=path, beside=beside))
    write_whole(path, content)


def person_or_user(person: str | None) -> str:
    """Who acts: the name given, else the operating system's user."""
    from bootstrap import system_user

    return (person or "").strip() or f"os:{system_user()}"


_KEPT_BESIDE = Both(
    "{path} đã có; bản cũ được giữ ở {beside}.",
    "{path} was there; the old one is kept as {beside}.",
)
