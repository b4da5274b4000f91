"""Reads the head of a document the way NĐ 30/2020 prints it, and the ways in which copies break it."""

import re
from datetime import date
from typing import Final

from intake.document import Header
from intake.timing.expressions import last_of_month
from intake.words import fold, phrase, squeezed

_HEAD_CHARS: Final = 4000
# A line that holds little but the date, as in copies without the printed head.
_DATE_LINE: Final = 45
TYPES: Final = (
    ("thông báo", "Thông báo"), ("chỉ thị", "Chỉ thị"), ("công điện", "Công điện"), ("quyết định", "Quyết định"),
    ("kế hoạch", "Kế hoạch"), ("nghị quyết", "Nghị quyết"), ("chương trình", "Chương trình"), ("kết luận", "Kết luận"), ("tờ trình", "Tờ trình"), ("hướng dẫn", "Hướng dẫn"),
)  # fmt: skip
_BY_CODE: Final = {
    "tb": "Thông báo",
    "ct": "Chỉ thị",
    "cđ": "Công điện",
    "qđ": "Quyết định",
    "kh": "Kế hoạch",
    "nq": "Nghị quyết",
    "ctr": "Chương trình",
    "kl": "Kết luận",
    "hd": "Hướng dẫn",
}
_NUMBER: Final = phrase(r"số ?:? ?(?P<n>\d{1,6})? ?(?P<s>[/-] ?[a-zđ][\w&]*(?: ?[-/] ?[\wđ&]+)*)")
_DATED: Final = phrase(
    r"(?P<place>[^\W\d_][\w .]{1,40}?) ?,\s*(?:(?:hồi|lúc) \d{1,2} ?(?:giờ|h|:)(?: ?\d{1,2})?(?: ?phút)?,?\s*)?ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})"
)
_ANY_DATE: Final = phrase(
    r"ngày\s*(?P<d>\d{1,2})(?:\s*tháng\s*|/)(?P<m>\d{1,2})(?:\s*năm\s*|/)(?P<y>\d{4})|(?<!\d)(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})"
)
_SECRECY: Final = re.compile(r"(?m)(?:^|[|(\[])[ \t*]*(TUYỆT MẬT|TỐI MẬT|MẬT)[ \t*]*(?:$|[|)\]])")
_MARKED: Final = re.compile(
    r"(?i)(?:độ mật|mức độ mật|độ mật)\s*:\s*\**\s*(tuyệt mật|tối mật|mật)\b"
)
_URGENCY: Final = re.compile(r"(?m)(?:^|\|)[ \t*]*(HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\b")
_CITED: Final = phrase(
    r"(?:(?P<kind>thông báo(?: kết luận)?|công văn|văn bản|công điện|chỉ thị|quyết định|nghị quyết|tờ trình|kế hoạch|báo cáo|nghị định|luật|kết luận) )?số ?:? ?(?P<no>\d{1,6} ?[/-] ?[\wđ/&-]+)(?:,? ngày (?P<day>\d{1,2}(?: tháng |/)\d{1,2}(?: năm |/)\d{4}))?"
)
_MEETING: Final = phrase(
    r"(?:chủ trì|tại) (?P<what>(?:cuộc họp|phiên họp|hội nghị|buổi làm việc|buổi họp)[^.\n]{5,300}?)(?=[.\n]|,? kết luận|\(|$)"
)
_SIGNS: Final = phrase(
    r"(?:^|\|)[ *]*(?:(?:kt|tm|tl|tuq|q)\. ?[^\n|]+|thủ tướng|bộ trưởng|chủ tịch|giám đốc|thống đốc)[^\n]*"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[ \t]+[^\W\d_]+){1,4}")
_TITLES: Final = ("phó ", "bộ ", "chủ ", "thủ ", "giám ", "như ", "văn phòng", "nơi ", "chánh ")
_SUBJECT: Final = phrase(r"(?:v/v|về việc)\s+[^\n|]{5,400}")


def header_of(text: str) -> Header:
    """The facts of the head; a fact that is not printed is None."""
    head, folded = text[:_HEAD_CHARS], fold(text[:_HEAD_CHARS])
    number = _number(head, folded)
    day, place = _issued(head, folded)
    meeting = _MEETING.search(folded)
    meeting_text = squeezed(head[meeting.start("what") : meeting.end("what")]) if meeting else None
    return Header(
        number=number,
        type=_type(head, folded, number),
        issued_on=day,
        issuer=_issuer(head),
        subject=_subject(head, folded),
        meeting=meeting_text,
        meeting_on=_meeting_day(folded, meeting.start() if meeting else None),
        signer=_signer(text),
        place=place,
        secrecy=secrecy_of(text),
        urgency=found[1] if (found := _URGENCY.search(head)) else None,
        cited=cited_in(text),
    )


def secrecy_of(text: str) -> str | None:
    """The secrecy mark, which stands alone on a line or in a cell of the head."""
    found = _SECRECY.search(text[:_HEAD_CHARS]) or _MARKED.search(text[:_HEAD_CHARS])
    return found[1].upper() if found else None


def cited_in(text: str) -> tuple[str, ...]:
    """Numbers of other documents, as printed, each once."""
    found = (
        squeezed(text[one.start("no") : one.end("no")]).rstrip("/-.")
        for one in _CITED.finditer(fold(text))
    )
    return tuple(dict.fromkeys(found))


def _number(head: str, folded: str) -> str | None:
    found = _NUMBER.search(folded[:1500])
    if found is None:
        return None
    suffix = re.sub(r"\s+", "", head[found.start("s") : found.end("s")])
    return f"{found['n'] or ''}{suffix}"


def _type(head: str, folded: str, number: str | None) -> str | None:
    for line_start in re.finditer(r"(?m)^", folded[:2500]):
        words = folded[line_start.start() : line_start.start() + 60].split("\n")[0].strip(" |:")
        printed = head[line_start.start() : line_start.start() + 12].lstrip(" *|")
        for word, name in TYPES:
            if words.startswith(word) and printed[:2].isupper():
                return name
    code = re.match(r"\d*[/-](\w+)-", fold(number)) if number else None
    return _BY_CODE.get(code[1], "Công văn") if code else ("Công văn" if number else None)


def _issued(head: str, folded: str) -> tuple[date | None, str | None]:
    found = _DATED.search(folded)
    if found:
        place = re.split(r"[|\n]", head[found.start("place") : found.end("place")])[-1]
        return _day(found["y"], found["m"], found["d"]), squeezed(place).strip(",* ")
    alone = (line for line in folded.split("\n")[:15] if len(line) < _DATE_LINE)
    other = next((read for line in alone if (read := _ANY_DATE.search(line))), None)
    if other is None:
        return None, None
    return _day(
        other["y"] or other["y2"], other["m"] or other["m2"], other["d"] or other["d2"]
    ), None


def _day(year: str, month: str, day: str) -> date | None:
    last = last_of_month(int(year), int(month))
    return date(int(year), int(month), int(day)) if last and 1 <= int(day) <= last.day else None


def _issuer(head: str) -> str | None:
    """The first run of lines in capitals, above body first: "UBND TỈNH HÀ TĨNH", then "SỞ TÀI CHÍNH"."""
    found: list[str] = []
    for line in head.split("\n")[:12]:
        cells = [words for cell in line.split("|") if (words := squeezed(cell).strip(" -_"))]
        names = [re.sub(r"\s*-{2,}.*", "", one) for one in cells if _is_issuer(one)]
        if found and not names:
            break
        found += names[:1]
    return " ".join(found) or None


def _is_issuer(words: str) -> bool:
    """Capitals that are neither the national motto nor the name of a type."""
    letters = [char for char in words if char.isalpha()]
    is_capital = len(letters) >= 3 and sum(char.isupper() for char in letters) > 0.8 * len(letters)
    plain = fold(words)
    return is_capital and not plain.startswith(
        (
            "cộng hòa",
            "độc lập",
            "hỏa tốc",
            "khẩn",
            "thượng khẩn",
            "số",
            "v/v",
            *(word for word, _ in TYPES),
        )
    )


def _subject(head: str, folded: str) -> str | None:
    if found := _SUBJECT.search(folded):
        return squeezed(head[found.start() : found.end()])
    return None


def _meeting_day(folded: str, at: int | None) -> date | None:
    if at is None:
        return None
    found = _ANY_DATE.search(folded, max(0, at - 400), at)
    return (
        _day(found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"])
        if found
        else None
    )


def _signer(text: str) -> str | None:
    """The last personal name after a signing form such as "KT. BỘ TRƯỞNG"."""
    signs = list(_SIGNS.finditer(fold(text)))
    tail = text[signs[-1].start() : signs[-1].start() + 400] if signs else ""
    words = (found[0] for found in _WORDS.finditer(tail.replace("*", " ")))
    names = [
        one
        for one in words
        if all(word.istitle() for word in one.split()) and not fold(one).startswith(_TITLES)
    ]
    return squeezed(names[-1]) if names else None
