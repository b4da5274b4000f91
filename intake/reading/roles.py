"""Who leads and who helps in one part: "chủ trì", "phối hợp với …", "(chủ trì)", "do … chủ trì".

Recipients ("gửi …") and objects ("hướng dẫn …", "tiếp thu ý kiến …") are read by nobody here and so are neither.
"""

from collections.abc import Sequence
from typing import Final

from intake.bodies import Mention
from intake.reading.openings import OpeningReader
from intake.words import phrase

_WITH: Final = phrase(
    r"(?:phối hợp|phối kết hợp|phối hợp,? thống nhất|thống nhất|hiệp đồng)(?: (?:chặt chẽ|đồng bộ|thường xuyên|tốt|kịp thời|hiệu quả|nhịp nhàng|ngay|trực tiếp|tích cực|có hiệu quả|ý kiến|nội dung|chủ động))*(?:,? (?:chặt chẽ|đồng bộ|thường xuyên|hiệu quả|kịp thời|thống nhất))* ?(?:cùng với|cùng|với)\s*:?\s*"
)
_OBJECT: Final = phrase(
    r"(?:quy chế|công tác|việc|cơ chế|chương trình|nội dung|kết quả|thỏa thuận|kế hoạch|sự) $"
)
_BY: Final = phrase(r"(?:trong đó|do|giao) (?=[\w])")
_LEADS: Final = phrase(r"\s*(?:là (?:cơ quan|đơn vị) )?(?:làm )?(?:chủ trì|đầu mối)\b")
_MARKED_LEAD: Final = phrase(r"\s*\(\s*(?:cơ quan |đơn vị )?chủ trì")
_HELPER: Final = phrase(r"chủ trì ?[,;] ?(?=[\w])")
_HELPS: Final = phrase(r"\s*(?:cùng )?phối hợp\b(?! với)")
_BARE_WITH: Final = phrase(
    r"(?:phối hợp(?: chặt chẽ)?|chủ trì,? cùng(?: với)?) (?!với|cùng|giữa|trong|để|thực hiện)(?=\w)"
)
_TOGETHER: Final = phrase(
    r"(?:(?:với|có) sự phối hợp|chủ trì,? (?:với|có) sự tham gia)(?:,? (?:và )?(?:phối hợp|tham gia))?(?: chặt chẽ| tích cực| trực tiếp)? của\s*"
)


def coordinating_in(openings: OpeningReader, folded: str, start: int, end: int) -> list[Mention]:
    """The bodies after "phối hợp với" and "thống nhất với" in a part, once each, in order."""
    found: list[Mention] = []
    for pattern in (_WITH, _TOGETHER, _BARE_WITH):
        for cue in pattern.finditer(folded, start, end):
            if pattern is _BARE_WITH and not _begins_a_name(openings.text, folded, cue.end()):
                continue
            if _OBJECT.search(folded[max(start, cue.start() - 14) : cue.start()]):
                continue
            listing = openings.bodies_at(cue.end(), end)
            if listing:
                found += listing.mentions
    for cue in _HELPER.finditer(folded, start, end):
        listing = openings.bodies_at(cue.end(), end)
        if listing and _HELPS.match(folded, listing.end):
            found += listing.mentions
    return unique(found)


_PARTNER: Final = phrase(
    r"các |lực lượng |chính quyền |cơ quan (?:thuế|hải quan|công an|bảo hiểm xã hội|báo chí)\b|(?:cơ quan|đơn vị|địa phương)(?:,| và)? (?:cơ quan|đơn vị|địa phương|liên quan|chức năng|chuyên môn)\b"
)


def _begins_a_name(text: str, folded: str, position: int) -> bool:
    """Without "với" only a capital or a plural is a partner: "phối hợp Bộ Tài chính", not "phối hợp công tác"."""
    return text[position : position + 1].isupper() or bool(_PARTNER.match(folded, position))


def narrowed(
    openings: OpeningReader, folded: str, mentions: Sequence[Mention], span: tuple[int, int]
) -> tuple[list[Mention], list[Mention]]:
    """Of several bodies named together, the one marked "chủ trì" leads and the others help."""
    if len(mentions) > 1:
        for mention in mentions:
            if _MARKED_LEAD.match(folded, mention.end):
                return [mention], [other for other in mentions if other is not mention]
        for cue in _BY.finditer(folded, *span):
            listing = openings.bodies_at(cue.end(), span[1])
            if listing and len(listing.mentions) == 1 and _LEADS.match(folded, listing.end):
                lead = listing.mentions[0]
                if any(lead.name == other.name for other in mentions):
                    return [lead], [other for other in mentions if other.name != lead.name]
    return list(mentions), []


def unique(mentions: Sequence[Mention]) -> list[Mention]:
    """Each name once, the first time it stands there."""
    return list({mention.name.casefold(): mention for mention in reversed(mentions)}.values())[::-1]
