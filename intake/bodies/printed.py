"""How names are printed side by side: where one ends, what begins another, one spelling of a group.

Patterns and pure functions for the reader of lists; no name is looked up here.
"""

import re
from typing import Final

from intake.bodies.fields import written_out
from intake.words import phrase

_PLACES: Final = phrase(r"(?:xã|phường|đặc khu|huyện|thị xã|thành phố)$")
_COMMITTEES: Final = phrase(r"(?:ủy ban nhân dân|ubnd) các ")
_BESIDE: Final = phrase(r"(?:,| và|, và) (?:đặc khu|thị xã|thành phố)(?= )")
_WORD: Final = re.compile(r" ([^\W\d_])[^\W\d_]*")
SECTOR: Final = phrase(
    r"(?:công an|quân đội|quân sự|biên phòng|bộ đội biên phòng|hải quan|thuế|kiểm lâm|quản lý thị trường|cảnh sát (?:giao thông|biển|cơ động)|thanh tra)(?=\s*[,;.]| và | (?:chủ trì|phối hợp|tổ chức|kiểm tra|xử lý|đấu tranh|tăng cường|rà soát|sẵn sàng|tham gia|bảo đảm|đảm bảo|chuẩn bị|hướng dẫn|thực hiện|triển khai|điều tra|hỗ trợ|tuyên truyền|khẩn trương|thường xuyên)\b)"
)
_COMRADES: Final = re.compile(r" đồng chí (?=thành viên)")
EACH: Final = phrase(
    r"các (?:phòng|trường|trung tâm|chi cục|trạm|ban|công ty|tập đoàn|cục|viện|hội) $"
)
# What begins another name in a list although no unit is called so.
NEW_NAME: Final = phrase(
    r"(?:dự án|đề án|chương trình|ban|hv|học viện|khoa|nhà máy|chi nhánh|nhóm|tổ|khối|đội|liên đoàn)\b"
)
_WHOLE: Final = re.compile(r"(?:Văn phòng|Thanh tra) (?:Bộ|Chính phủ|Quốc hội|Tổng cục)")
_ABBREVIATED: Final = re.compile(r"[A-ZĐ&]{3,}\d*$")


def is_abbreviated(name: str) -> bool:
    """ "Cục NGCB": a name that ends in capitals is over, whatever follows the comma."""
    return bool(_ABBREVIATED.search(name) or _WHOLE.fullmatch(name))


def written_suffix(text: str) -> str:
    """What follows a department's name ("các tỉnh"), on one line."""
    return f" {written_out(text)}" if text.strip() else ""


def place_after(text: str, folded: str, start: int, end: int) -> int | None:
    """ "UBND các xã, phường, đặc khu Hoàng Sa": a name after the last noun of a group of places."""
    if not _PLACES.search(folded, start, end):
        return None
    cursor = end
    while (word := _WORD.match(text, cursor)) and word[1].isupper():
        cursor = word.end()
    return cursor if cursor > end else None


def place_beside(text: str, folded: str, start: int, end: int) -> int | None:
    """ "UBND các xã, phường ven biển và đặc khu Lý Sơn": one more place of the same committees."""
    beside = _BESIDE.match(folded, end) if _COMMITTEES.match(folded, start) else None
    return place_after(text, folded, end, beside.end()) if beside else None


def in_one_spelling(name: str) -> str:
    """ "các tỉnh và thành phố" and "các tỉnh, thành phố" are one group."""
    return re.sub(r"\b(các tỉnh) và (?:các )?(thành phố)", r"\1, \2", name)


def commune_end(text: str, start: int) -> int | None:
    """Names of communes are runs of capitalised words."""
    found = re.compile(r"[^\W\d_]\w*(?: (?:[^\W\d_]\w*|\d{1,2}(?![\d/.])))*").match(text, start)
    if found is None:
        return None
    end = start
    for word in re.finditer(r"\w+", found[0]):
        if not word[0][0].isupper() and not (end > start and re.fullmatch(r"\d{1,2}", word[0])):
            break
        end = start + word.end()
    return end if end > start else None


def without_title(name: str) -> str:
    """ "Các đồng chí thành viên Ban Chỉ đạo" are its members."""
    return _COMRADES.sub(" ", name)
