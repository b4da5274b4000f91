"""Lines and brackets that say lead, coordination, time and product after the fact: "Cơ quan chủ trì: …".

They hold for the item they stand in or, after a list, for every item of it (convention b).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intake.words import phrase

Span = tuple[int, int]


class Key(StrEnum):
    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    PRODUCT = "product"
    CONTENT = "content"


_WHO: Final = r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|tổ chức|cấp|lực lượng|cá nhân|sở, ngành)(?: ?[,/và]* ?(?:cơ quan|đơn vị|tổ chức|cá nhân))? )"
_KEYS: Final = (
    (Key.COORDINATING, rf"{_WHO}?phối hợp(?: (?:thực hiện|chính))?"),
    (
        Key.LEAD,
        rf"{_WHO}?(?:chủ trì|chịu trách nhiệm(?: chính)?|phụ trách|đầu mối)(?: (?:thực hiện|chính|tham mưu|triển khai|theo dõi))*|phân công(?: thực hiện| chủ trì)?|trách nhiệm(?: thực hiện)?|{_WHO}thực hiện(?: chính)?",
    ),
    (
        Key.TIME,
        r"(?:dự kiến )?(?:thời gian|thời hạn|tiến độ|thời điểm|hạn)(?: (?:dự kiến|hoàn thành|thực hiện|trình|báo cáo|ban hành|xong|gửi|tổ chức|triển khai|,|và))*|hoàn thành",
    ),
    (
        Key.PRODUCT,
        r"(?:dự kiến )?(?:sản phẩm|kết quả(?: đầu ra| đạt được| cần đạt| thực hiện)?|đầu ra|yêu cầu kết quả)(?: (?:dự kiến|hoàn thành|chủ yếu|đầu ra|cụ thể))?",
    ),
    (
        Key.CONTENT,
        r"(?:nội dung|hình thức|đối tượng|mục tiêu|yêu cầu|địa điểm|quy mô|số lượng|kinh phí|cách thức|giải pháp|thành phần|nguồn lực|phạm vi|phương thức)(?: (?:thực hiện|hoạt động|công việc|chủ yếu|triển khai|tổ chức|tham gia))?",
    ),
)
_KEY: Final = phrase("|".join(rf"(?P<{key}>{pattern})" for key, pattern in _KEYS))
_COLON: Final = phrase(r"(?: \([^)]{0,60}\))?\s*(?::|\s-\s)\s*")
_BEFORE: Final = phrase(r"(?:^|[;.(,\n\[–]|\s-)\s*[-+•(]?\s*$")
# After a list: "Cục A chủ trì, phối hợp với B thực hiện các nhiệm vụ nêu trên".
ABOVE: Final = phrase(
    r"(?:các )?(?:nội dung|nhiệm vụ|công việc|khoản|điểm|mục)(?: \S+)? (?:này|trên|nêu trên|nói trên)"
)


@dataclass(slots=True)
class Attributes:
    """The values printed behind their keys, and the whole stretch they take up."""

    values: dict[Key, list[Span]] = field(default_factory=dict)
    start: int = -1
    end: int = -1
    only_content: bool = False

    def __bool__(self) -> bool:
        return bool(self.values)

    def first(self, key: Key) -> Span | None:
        spans = self.values.get(key)
        return spans[0] if spans else None


def attributes_in(folded: str, start: int, end: int) -> Attributes:
    """Every "key: value" of a stretch; the value runs to the next key, the bar of a table cell or the end of the stretch."""
    hits = []
    for found in _KEY.finditer(folded, start, end):
        colon = _COLON.match(folded, found.end())
        if (
            colon is None
            or colon.end() > end
            or not _BEFORE.search(
                folded[max(start, found.start() - 6) : found.start()].rjust(1, "\n")
                if found.start() > start
                else "\n"
            )
        ):
            continue
        hits.append((Key(found.lastgroup or ""), found.start(), colon.end()))
    attributes = Attributes()
    for index, (key, key_start, value_start) in enumerate(hits):
        value_end = hits[index + 1][1] if index + 1 < len(hits) else end
        bar = folded.find("|", value_start, value_end)
        value_end = _trimmed(folded, value_start, value_end if bar < 0 else bar)
        attributes.values.setdefault(key, []).append((value_start, value_end))
        attributes.start = key_start if attributes.start < 0 else attributes.start
        attributes.end = value_end
    attributes.only_content = set(attributes.values) <= {Key.CONTENT}
    return attributes


def _trimmed(folded: str, start: int, end: int) -> int:
    while end > start and folded[end - 1] in " \n;.,(-+•/[":
        end -= 1
    if folded[start:end].count(")") > folded[start:end].count("("):
        end = folded.rfind(")", start, end)
    return end
