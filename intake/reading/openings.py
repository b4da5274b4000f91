"""How a sentence opens: with the bodies that must act, with a request to them, or with neither.

"Bộ Y tế chủ trì …", "Giao Sở Tài chính …", "Thủ tướng yêu cầu các bộ …", "Trước mắt, UBND tỉnh …" name a
doer; "Bộ Y tế đã …" tells what was done and "Đồng ý …" decides, neither is a directive.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from intake.actions import begins_action
from intake.bodies import Listing, Mention, NameKind, NameReader
from intake.words import phrase

_SPEAKER: Final = phrase(
    r"(?:đồng chí )?(?:phó )?(?:(?:thứ trưởng|bộ trưởng(?! bộ)|chủ tịch(?: ubnd| ủy ban nhân dân)?(?: tỉnh| thành phố| huyện| xã| phường)?)(?= (?:giao|yêu cầu|đề nghị|phân công|chỉ đạo))|thủ tướng(?: thường trực)?(?: chính phủ)?|chính phủ|hội nghị|chủ tịch nước|ban bí thư|bộ chính trị|thường trực (?:chính phủ|tỉnh ủy|ubnd tỉnh|thành ủy)|lãnh đạo (?:chính phủ|bộ|ubnd tỉnh|tỉnh)|tôi|tổng bí thư)(?: [a-zà-ỹđ]+){0,4}?"
    r"(?:,? (?:cũng|đã|trực tiếp|tiếp tục|nhấn mạnh,?|chỉ rõ,?|lưu ý,?|thống nhất(?: và)?|đồng ý(?: và)?))* (?=giao|yêu cầu|đề nghị|phân công|chỉ đạo)"
)
_CUE: Final = phrase(
    r"(?:(?:trân trọng|kính) )?(?P<cue>giao(?: nhiệm vụ| trách nhiệm| thêm)?(?: cho)?|yêu cầu(?: các đồng chí(?= (?:bộ|chủ tịch|giám đốc|thủ)))?|đề nghị|phân công|chỉ đạo|ủy quyền(?: cho)?|trân trọng đề nghị)(?:,? (?:thời gian tới|trong thời gian tới|trước mắt),?)? ?:?\s*"
)
ADVERBIAL: Final = phrase(
    r"(?:trước (?:mắt|ngày|khi|tình hình)|đồng thời|trong|hằng|hàng|định kỳ|để|căn cứ|trên cơ sở|trên tinh thần|về|đối với|riêng|ngoài ra|bên cạnh|từ|khi|sau khi|sau|theo|nhằm|với|tại|chậm nhất|song song|cùng với|thực hiện|bên cạnh đó|thời gian tới|do|qua|liên quan|việc|nội dung|xét|giai đoạn|ngay|trong đó|cụ thể|đến|ở|phần|mặt khác|tiếp thu|hiện nay|vì vậy|do đó|từ nay|năm|quý|tháng|ngày|nhận|nhân|mục|công tác|giao nhiệm vụ cụ thể|nhiệm vụ|trước)\b"
)
_ABOVE_ALL: Final = phrase(r"(?:nhất là|đặc biệt là|trong đó có|bao gồm|gồm)\b")
_STRONG: Final = phrase(
    r"\b(?:chủ trì|chủ động|khẩn trương|có trách nhiệm|chịu trách nhiệm|tiếp tục|phối hợp|tăng cường|đẩy mạnh|rà soát|tập trung)\b"
)
_STEP_BACK: Final = phrase(
    r"[.;:]|\b(?:đã|đang|còn|chưa|được|là|của|tại|dự|báo cáo|ý kiến|đại diện|lãnh đạo)\b"
)
_COMMA: Final = re.compile(r",\s+")
_ABOUT: Final = phrase(r"(?:riêng )?(?:đối với|về phía) ")
_ALSO: Final = phrase(
    r"(?:đồng thời|ngoài ra|bên cạnh đó|trong đó|riêng(?! (?:đối với|về|việc|năm|tháng|quý|trong|các nội dung)\b)),? "
)
_CONDITION: Final = phrase(
    r"(?:trường hợp|nếu|khi có|khi phát|trong trường hợp|trong quá trình|quá trình|khi xảy ra|khi cần|trường hợp cần)\b"
)
_STEP: Final = re.compile(r"[,:]\s*|(?<=\))\s+")
# What follows the bodies when they are not told to do something.
_TOLD_OF: Final = phrase(
    r"(?:đã|đang|chưa|còn|vẫn|là(?! (?:(?:cơ quan |đơn vị )?(?:đầu mối|thường trực|chủ trì)))|của|bị|cho biết|cho rằng|nhận thấy|nói chung|cơ bản|đánh giá cao|ghi nhận|biểu dương|hoan nghênh|nhất trí|đồng ý|có ý kiến tại|có tờ trình|có văn bản (?:số|đề)|có công văn|có báo cáo|nhận được|ban hành (?:công văn|quyết định|kế hoạch) (?:này|số)|thông báo (?:để|ý kiến|kết luận|nội dung|tới|đến|cho)|trân trọng|kính|báo cáo kết quả thực hiện .{0,30} như sau|chịu trách nhiệm thi hành|tại (?:văn bản|công văn|tờ trình|báo cáo)|trình tại|về việc|hoặc|(?:và )?dự họp|tham dự|phát biểu|được thành lập|thuộc|nơi|mới|gồm|bao gồm|ban hành kế hoạch(?: .{0,80})? (?:với|như)|xây dựng kế hoạch .{0,120} như sau|ban hành kế hoạch(?= .{0,300}(?:như sau|sau đây|cụ thể)\s*:)|chỉ đạo như sau|có ý kiến(?:,? (?:chỉ đạo|kết luận))*(?: cụ thể)?(?: như sau)?(?= ?[:;])|kết luận(?:, (?:chỉ đạo|yêu cầu|giao nhiệm vụ))*(?: một số nội dung)?(?: cụ thể)?(?: như sau)?(?= ?:)|chỉ thị(?: như sau)?(?= ?:)|cho ý kiến(?: như sau)?(?= ?:)|kết luận như sau|thông báo|họp|đặt mục tiêu|nhận định|khẳng định|nhấn mạnh|cho hay|cũng (?:quan tâm|đã|đạt)|đạt|có nhiều|có những|luôn)\b"
)
_SAYS: Final = phrase(
    r"(?:có )?(?:ý kiến )?(?:kết luận|chỉ đạo|yêu cầu|đề nghị|giao nhiệm vụ|giao|chỉ thị|phân công|quyết định|thông báo)(?:,? (?:một số (?:nội dung|nhiệm vụ)|thực hiện|cụ thể|như sau|các nội dung sau|các nhiệm vụ sau))*\s*:"
)
_HOLDING: Final = phrase(
    r"[,;]?\s*(?:(?:theo (?:chức năng|thẩm quyền|phạm vi|địa bàn|phân công|nhiệm vụ|lĩnh vực)|căn cứ|trên cơ sở|với (?:vai trò|chức năng|tư cách)|trong phạm vi|là cơ quan|cơ quan thường trực|tùy theo|bằng|thông qua|ngay|trong|trước|sau khi|từ|tại|chậm nhất|vào|hằng|hàng|định kỳ|và các|khi)\b)"
)
# Behind a group such words may say which ones: "các tỉnh ven biển tại miền Trung rà soát …".
_WHERE: Final = phrase(
    r"(?:từ|tại|ở|thuộc|và các|trong)(?! (?:ngày|tháng|quý|năm|tuần|thời|quá trình|phạm vi|khi|nay|đầu|cuối|mọi|công tác|việc|đó)\b) "
)
_MODAL: Final = phrase(
    r"(?:(?:cần|phải|sẽ|được giao(?: nhiệm vụ)?|có nhiệm vụ|có trách nhiệm|chịu trách nhiệm|tự|cùng|cùng nhau|trực tiếp|nghiêm túc|chủ động|tích cực|khẩn trương|tiếp tục|thường xuyên|kịp thời|sớm|ngay|quyết liệt|nhanh chóng|tập trung|đồng loạt|thống nhất|hết sức|đặc biệt|cũng|phấn đấu|nỗ lực|tiếp|tuyệt đối|kiên quyết|đồng thời) )*"
)
_AFTER: Final = re.compile(r"[\s\"']*")
# Kinds of bodies that a document about one of them calls by the kind alone.
HOUSES: Final = r"tập đoàn|tổng công ty|học viện|bệnh viện|trường"
_ALIAS: Final = phrase(
    rf"(?P<kind>thành phố|tỉnh|{HOUSES})(?= (?:làm việc|khẩn trương|tiếp tục|chủ trì|phối hợp|cần|tập trung|rà soát|chỉ đạo|sớm|xây dựng|tổ chức|nghiên cứu|hoàn thiện|hoàn thành|chủ động|báo cáo|đẩy mạnh|tăng cường|chuẩn bị|bố trí|triển khai|thực hiện|ưu tiên|có trách nhiệm))"
)
_AND: Final = phrase(r"\s*(?:,|và|, và|cùng|cùng với)\s+")
_QUY: Final = phrase(
    r"(?:các )?quý (?:cơ quan|đơn vị|bộ|sở|ban|địa phương|ủy ban|doanh nghiệp|công ty)(?:, (?:cơ quan|đơn vị|địa phương|ngành))*|(?:các )?(?:cơ quan|đơn vị|địa phương)(?:, (?:cơ quan|đơn vị|địa phương))* (?:nêu|có tên) trên"
)
_EACH: Final = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The bodies a sentence is about and where what they must do begins."""

    mentions: tuple[Mention, ...]
    action: int
    end: int
    cue: str = ""
    is_request: bool = False
    is_conditional: bool = False
    is_heading: bool = False
    is_sure: bool = True
    prefix_end: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document says about itself: who issued it, which province it is about, to whom it is addressed."""

    issuers: frozenset[str] = frozenset()
    city: Mention | None = None
    province: Mention | None = None
    addressees: tuple[Mention, ...] = ()
    houses: Mapping[str, Mention] = field(default_factory=dict)


class OpeningReader:
    """Reads the openings of one document's sentences."""

    def __init__(self, names: NameReader, setting: Setting) -> None:
        self._names, self._setting = names, setting
        self.text = names.text
        self._folded = self.folded = names.folded

    def apart(self, words: str) -> "OpeningReader":
        """A reader of other words in the same setting."""
        return OpeningReader(NameReader(words, self._names.day), self._setting)

    def at(self, start: int, end: int) -> Opening | None:
        """The bodies that open this sentence, after what may stand before them; None when none does."""
        position, is_conditional = self._past_blank(start), False
        first = position = self._past(_ALSO, position)
        for _ in range(5):
            if position >= end:
                return None
            opening = self._here(position, end)
            if opening is not None and position > first and not self._may_follow(opening):
                return None
            if opening is not None:
                is_sure = opening.is_sure and not (position > first and self._asks(opening, end))
                return replace(
                    opening, is_conditional=is_conditional, prefix_end=position, is_sure=is_sure
                )
            if _CONDITION.match(self._folded, position):
                is_conditional = True
            elif not ADVERBIAL.match(self._folded, position) and (
                position == first or begins_action(self._folded, position, end)
            ):
                return None
            step = _STEP.search(self._folded, position, min(end, first + 420))
            if step is None:
                return None
            position = step.end()
        return None

    def _asks(self, opening: Opening, end: int) -> bool:
        """ "Thực hiện …, Bộ X đề nghị các sở …": perhaps the one who writes, so a person looks."""
        cue = None if opening.cue else _CUE.match(self._folded, opening.action)
        return cue is not None and self.bodies_at(cue.end(), end) is not None

    def _may_follow(self, opening: Opening) -> bool:
        """After an adverbial only a name or a plural opens the sentence, not the end of a longer list."""
        start = opening.mentions[0].start
        return (
            bool(opening.cue)
            or self.text[start].isupper()
            or self._folded.startswith(("các ", "những "), start)
        )

    def bodies_at(self, position: int, end: int, *, semicolons: bool = False) -> Listing | None:
        """The names at a place, or "Thành phố", "quý cơ quan" read from the setting."""
        listing = self._names.listing_at(position, end, semicolons=semicolons)
        alias = self._alias(position)
        if alias and (listing is None or alias.end > listing.end):
            return alias
        if listing is None:
            return None
        found = Listing(tuple(self._resolved(mention) for mention in listing.mentions), listing.end)
        return self._and_alias(found, end)

    def _and_alias(self, listing: Listing, end: int) -> Listing:
        """ "… với Bộ Tài chính và Thành phố": the document's own place as the last of a list."""
        gap = _AND.match(self._folded, listing.end)
        if gap is None or gap.end() >= end or not self.text[gap.end()].isupper():
            return listing
        alias = self._alias(gap.end())
        return Listing((*listing.mentions, *alias.mentions), alias.end) if alias else listing

    def _here(self, position: int, end: int) -> Opening | None:
        if about := _ABOUT.match(self._folded, position):
            return self._addressed(about.end(), end)
        speaker = _SPEAKER.match(self._folded, position)
        start = speaker.end() if speaker else position
        cue = _CUE.match(self._folded, start)
        if cue and not (cue["cue"] == "chỉ đạo" and not speaker):
            listing = self.bodies_at(cue.end(), end)
            if listing:
                return self._after_names(
                    self._to_the_last(listing, cue.end(), end), end, cue["cue"]
                )
        if speaker:
            return None
        listing = self.bodies_at(position, end)
        if listing is None:
            return None
        listing = self._to_the_last(listing, position, end)
        if self._is_introducing(listing):
            return None
        return self._issuer_speaks(listing, end) or self._after_names(listing, end, "")

    def _addressed(self, position: int, end: int) -> Opening | None:
        """ "Đối với UBND quận Hà Đông: Tập trung …"; without the colon it only says what the sentence is about."""
        listing = self.bodies_at(position, end, semicolons=True)
        if listing is None:
            return None
        after = self._past_blank(self._past_bracket(listing.end, end))
        if self._folded[after : after + 1] != ":" or after + 1 >= end:
            return None
        action = self._past_blank(after + 1)
        return (
            Opening(listing.mentions, action, listing.end, is_sure=listing.is_sure)
            if action < end
            else None
        )

    def _to_the_last(self, listing: Listing, position: int, end: int) -> Listing:
        """ "Giao các sở; UBND các xã; Ban Quản lý dự án báo cáo …": semicolons between names that act together."""
        if self._folded[listing.end : listing.end + 1] != ";":
            return listing
        longer = self.bodies_at(position, end, semicolons=True)
        return longer if longer and self._folded[longer.end : longer.end + 1] != ";" else listing

    def _issuer_speaks(self, listing: Listing, end: int) -> Opening | None:
        """ "UBND tỉnh giao Sở Y tế …": the one who speaks is not the one who must act."""
        if len(listing.mentions) > 1 or not self._is_issuer(listing.mentions[0]):
            return None
        after = self._past_blank(listing.end)
        modal = _MODAL.match(self._folded, after)
        cue = _CUE.match(self._folded, modal.end() if modal else after)
        if cue is None or _SAYS.match(self._folded, cue.start()):
            return None
        bodies = self.bodies_at(cue.end(), end)
        return self._after_names(bodies, end, cue["cue"]) if bodies else None

    def _is_introducing(self, listing: Listing) -> bool:
        """ "UBND tỉnh chỉ đạo:" introduces what others must do."""
        return (
            len(listing.mentions) == 1
            and self._is_issuer(listing.mentions[0])
            and bool(_SAYS.match(self._folded, self._past_blank(listing.end)))
        )

    def _is_issuer(self, mention: Mention) -> bool:
        return mention.name.casefold() in self._setting.issuers

    def _after_names(self, listing: Listing, end: int, cue: str) -> Opening | None:
        """Whether what follows the names tells them to act."""
        folded = self._folded
        position = self._past_blank(self._past_bracket(listing.end, end))
        is_request = cue.endswith("đề nghị")
        opening = Opening(
            listing.mentions, position, listing.end, cue, is_request, is_sure=listing.is_sure
        )
        if folded[position:end].strip(" .;\n") in {"", ":", ","}:
            return replace(opening, is_heading=True)
        if folded[position] == ":":
            return replace(opening, action=self._past_blank(position + 1))
        if folded.startswith("là ", position):
            comma = folded.find(",", position, min(end, position + 60))
            position = self._past_blank(comma + 1) if comma > 0 else position
            opening = replace(opening, action=position)
        if folded[position] in ",-":
            return self._after_comma(opening, position, end)
        if _TOLD_OF.match(folded, position):
            is_told = folded.startswith(("đã", "là ", "của"), position)
            return replace(opening, is_sure=False) if cue and not is_told else None
        return self._acting(opening, position, end)

    def _after_comma(self, opening: Opening, position: int, end: int) -> Opening | None:
        """ "Bộ Y tế, theo chức năng, nhiệm vụ được giao, rà soát …"."""
        after = self._past_blank(position + 1)
        if inserted := _ABOVE_ALL.match(self._folded, after):
            if self._folded[after:end].rstrip().endswith(":"):
                return replace(opening, is_heading=True)
            for comma in _COMMA.finditer(self._folded, inserted.end(), min(end, after + 260)):
                if begins_action(self._folded, comma.end(), end):
                    return replace(opening, action=comma.end(), is_sure=False)
        if _HOLDING.match(self._folded, after) or begins_action(self._folded, after, end):
            # "… An toàn giao thông trực ban, tổng hợp …": an open name may have eaten the verb.
            is_open = opening.mentions[-1].kind is NameKind.PATTERN and not opening.cue
            return replace(opening, action=after, is_sure=opening.is_sure and not is_open)
        if opening.cue:
            return replace(opening, is_sure=False)
        # Words nobody knows after a body: a person looks, but the order is not lost.
        later = _STRONG.search(self._folded, after, min(end, after + 110))
        if later is None or _STEP_BACK.search(self._folded, after, later.start()):
            return None
        return replace(opening, action=later.start(), is_sure=False)

    def _acting(self, opening: Opening, position: int, end: int) -> Opening | None:
        """The names are followed by a verb; an unknown word is taken for one and not sure."""
        folded = self._folded
        modal = _MODAL.match(folded, position)
        verb = modal.end() if modal else position
        is_held = verb > position or bool(_HOLDING.match(folded, position))
        is_known = is_held or begins_action(folded, verb, end)
        if folded[position] in ".;)" or (
            not is_known and (folded[position] in '/|("' or self._names.text[position].isupper())
        ):
            return None
        is_limited = is_group(opening.mentions[-1]) and _WHERE.match(folded, position)
        return replace(opening, is_sure=opening.is_sure and is_known and not is_limited)

    def _alias(self, position: int) -> Listing | None:
        place = self._past_blank(position)
        if found := _QUY.match(self._folded, place):
            mentions = tuple(
                replace(one, start=place, end=found.end()) for one in self._setting.addressees
            )
            return Listing(mentions, found.end()) if mentions else None
        found = _ALIAS.match(self._folded, place)
        if found is None:
            return None
        kind = found["kind"]
        body = self._setting.city if kind == "thành phố" else self._setting.province
        body = body if kind in {"thành phố", "tỉnh"} else self._setting.houses.get(kind)
        return (
            Listing((replace(body, start=place, end=found.end()),), found.end()) if body else None
        )

    def _resolved(self, mention: Mention) -> Mention:
        """ "UBND tỉnh", "UBND Thành phố" are the province the document is about."""
        low = mention.name.casefold()
        if mention.kind is NameKind.PATTERN and (place := self._place_of(low)):
            return replace(mention, name=f"{mention.name} {place}")
        if low == "ủy ban nhân dân tỉnh" and self._setting.province:
            return replace(self._setting.province, start=mention.start, end=mention.end)
        if low == "ủy ban nhân dân thành phố" and self._setting.city:
            return replace(self._setting.city, start=mention.start, end=mention.end)
        return mention

    def _place_of(self, low: str) -> str:
        """ "Công an tỉnh" is that of the province the document is about."""
        home = (
            self._setting.province
            if low.endswith(" tỉnh")
            else self._setting.city
            if low.endswith(" thành phố")
            else None
        )
        if low in {"tỉnh đoàn", "thành đoàn"}:
            home = self._setting.province if low == "tỉnh đoàn" else self._setting.city
        if home is None or low.startswith(("sở ", "các ")):
            return ""
        return re.sub(r"(?i)^ủy ban nhân dân (?:tỉnh|thành phố) ", "", home.name)

    def _past_blank(self, position: int) -> int:
        found = _AFTER.match(self._folded, position)
        return found.end() if found else position

    def _past(self, words: re.Pattern[str], position: int) -> int:
        found = words.match(self._folded, position)
        return found.end() if found else position

    def _past_bracket(self, position: int, end: int) -> int:
        place = self._past_blank(position)
        if self._folded[place : place + 1] != "(":
            return position
        close = self._folded.find(")", place, min(end, place + 200))
        return close + 1 if close > 0 else position


def is_group(mention: Mention) -> bool:
    return mention.kind is NameKind.GROUP
