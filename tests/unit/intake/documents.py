"""Small official documents around the sentence a test is about."""

import hashlib
from typing import Any

import intake
from intake.document import Document, Page
from intake.facts import header_of

HEAD = """{issuer}
Số: {number}
Hà Nội, ngày {issued}
{kind}
Về việc kiểm thử bộ đọc văn bản
Sau khi xem xét, có ý kiến như sau:
"""


def document(
    body: str,
    *,
    issued: str = "10 tháng 6 năm 2026",
    issuer: str = "VĂN PHÒNG CHÍNH PHỦ",
    number: str = "900/TB-VPCP",
    kind: str = "THÔNG BÁO",
) -> Document:
    """A document with a usual head and this body."""
    return plain(HEAD.format(issuer=issuer, number=number, issued=issued, kind=kind) + body + "\n")


def plain(text: str) -> Document:
    """A document of exactly this text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("thu.txt", digest, text, (Page(1, 0, len(text)),), header_of(text))


def answer(body: str, **head: str) -> dict[str, Any]:
    """What `dondoc intake --json` answers for a document with this body."""
    read = document(body, **head)
    return intake.as_json(read, intake.propose(read))


def directives(body: str, **head: str) -> list[dict[str, Any]]:
    """The directives proposed for this body."""
    found: list[dict[str, Any]] = answer(body, **head)["directives"]
    return found


def only(body: str, **head: str) -> dict[str, Any]:
    """The one directive proposed for this body."""
    found = directives(body, **head)
    assert len(found) == 1, [one["text"] for one in found]
    return found[0]
