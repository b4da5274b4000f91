"""Which bodies of a group are meant: "các doanh nghiệp viễn thông", "các công ty khai thác công trình thủy lợi".

The words that say so stand between the noun of a group and what it must do; called by the reader of lists.
"""

import re
from typing import Final

from intake.bodies.units import COMPOUNDS, GENERAL, ROLE
from intake.words import phrase

# At most five words, one comma among them, and then a verb.
_FIELD_WORDS: Final = phrase(r" (?:[^\W\d_][\w-]*,? ){1,5}[^\W\d_][\w-]*")
_WHICH: Final = phrase(
    r" (?:khai thác|quản lý|sản xuất|kinh doanh|cung cấp|vận hành|thi công|tư vấn|sử dụng|được giao|được phân công|tham gia|chủ quản)(?! (?:chặt chẽ|nghiêm|tốt|hiệu quả|đầy đủ|kịp thời|các|những|việc)\b)\b"
)
_GIVEN: Final = phrase(r" (?:chủ trì|phụ trách|quản lý|nhiệm vụ|thực hiện)\b")
_STRONG: Final = phrase(
    r"(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|chủ động|rà soát|ban hành|vận hành|tổ chức|bảo đảm|đảm bảo|chỉ đạo|báo cáo|xây dựng|tăng cường|đẩy mạnh|thực hiện|hoàn thành|tập trung|căn cứ|nghiêm túc|hướng dẫn|kiểm tra|cung cấp|lập|bố trí|cập nhật|theo dõi)\b"
)
# "… tham gia Đề án": what a body takes part in may have a capital.
_SCHEME: Final = phrase(r"(?:đề án|chương trình|dự án|kế hoạch|phong trào|cuộc vận động)\b")
_LONGEST_CLAUSE: Final = 9


def qualified_end(text: str, folded: str, end: int) -> int:
    """Where the field of work after a group ends, if small words lead straight to what it must do."""
    found = _FIELD_WORDS.match(folded, end)
    if found is None or text[found.start() : found.end()] != folded[found.start() : found.end()]:
        return end
    first = found.start() + 1
    if ROLE.match(folded, first) or GENERAL.match(folded, first):
        return end
    for word in re.finditer(r"[\w-]+", folded[end : found.end()]):
        at = end + word.start()
        if at > first and ROLE.match(folded, at):
            return end + len(folded[end:at].rstrip(" ,"))
    return end


def relative_end(text: str, folded: str, end: int) -> int | None:
    """ "các công ty khai thác công trình thủy lợi vận hành …": where the clause that says which ones ends.

    None when a verb follows that may tell which ones or what to do; the caller is then not sure.
    """
    says_which = _WHICH.match(folded, end)
    if says_which is None:
        return end
    cursor = says_which.end()
    if given := _GIVEN.match(folded, cursor):
        cursor = given.end()
    for count, word in enumerate(re.compile(r"\s*([^\s]+)").finditer(folded, cursor)):
        at = word.start(1)
        if count >= _LONGEST_CLAUSE or (text[at].isupper() and not _SCHEME.match(folded, at)):
            break
        if count and _STRONG.match(folded, at) and not _is_compound(folded, end, at):
            return end + len(folded[end:at].rstrip())
        if word[1][-1] in ",:" and count:
            stop = word.end() - 1
            after = re.compile(r"\s*").match(folded, stop + 1)
            is_list = after and text[after.end() : after.end() + 1].isupper()
            return stop if word[1][-1] == ":" or is_list else None
        if word[1][-1] in ";.)":
            break
    return None


def _is_compound(folded: str, start: int, at: int) -> bool:
    return any(
        folded.startswith(word, at) and folded[start:at].rstrip().endswith(before)
        for before, word in COMPOUNDS
    )
