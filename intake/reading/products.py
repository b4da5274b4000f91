"""What a directive is to produce, and which older documents it renews."""

import re
from typing import Final

from intake.words import fold, phrase, squeezed

_PRODUCT: Final = phrase(
    r"\b(?:xây dựng|hoàn thiện|trình|ban hành|lập|báo cáo|tham mưu|dự thảo|soạn thảo|hoàn thành|sửa đổi)(?: [\w,]+){0,8}? (?P<what>(?:dự thảo )?(?:nghị định|nghị quyết|quyết định|thông tư|đề án|kế hoạch|chương trình|báo cáo|luật|quy chế|chiến lược|quy hoạch|hướng dẫn|cơ sở dữ liệu|hệ thống)\b[^,;.\n]{0,90})"
)
_RENEWS: Final = phrase(
    r"(?:thực hiện|triển khai|chỉ đạo|kết luận|nhiệm vụ|yêu cầu|giao|nêu)[^.;\n]{0,120}?\btại (?:các |[\w ]{0,24})?(?:thông báo|công văn|công điện|chỉ thị|nghị quyết|quyết định|văn bản)[^.\n]{0,400}"
)
_NUMBER: Final = phrase(r"số ?:? ?(\d{1,6} ?[/-] ?[\wđ/&-]+)")


def product_of(text: str) -> str | None:
    """The document or system an action names as its result, as printed."""
    found = _PRODUCT.search(fold(text))
    return squeezed(text[found.start("what") : found.end("what")]) if found else None


def renewed_in(text: str) -> tuple[str, ...]:
    """Numbers of older documents whose tasks this directive repeats ("nhắc lại")."""
    folded = fold(text)
    numbers: list[str] = []
    for found in _RENEWS.finditer(folded):
        numbers += [
            re.sub(r"\s+", "", text[one.start(1) : one.end(1)])
            for one in _NUMBER.finditer(folded, found.start(), found.end())
        ]
    return tuple(dict.fromkeys(numbers))
