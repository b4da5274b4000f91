"""Reads the sentences of one clause: which are directives, which go on with one, which are none."""

from datetime import date
from typing import Final

from intake.actions import begins_action
from intake.bodies import Mention
from intake.document import Span
from intake.layout.clauses import Clause
from intake.proposal import SegmentKind
from intake.reading.attributes import Key, attributes_in
from intake.reading.drafts import Context, Draft
from intake.reading.findings import Findings
from intake.reading.headings import HeadingReader
from intake.reading.nontasks import is_closing_demand, rule_against
from intake.reading.openings import ADVERBIAL, Opening, OpeningReader, is_group
from intake.reading.roles import coordinating_in, narrowed, unique
from intake.reading.splitting import Splitter
from intake.timing.deadline import deadlines_in
from intake.words import phrase

_FINISH: Final = phrase(
    r"\s*(?:(?:yêu cầu|đề nghị)(?: các (?:đơn vị|cơ quan|địa phương)(?:,? (?:đơn vị|địa phương))*)? (?=(?:hoàn thiện|hoàn thành|gửi|báo cáo|trình|nộp|xong|có (?:báo cáo|văn bản))\b))?(?:hoàn thiện|nộp|có (?:báo cáo|văn bản)|thời gian|thời hạn|hạn|hoàn thành|việc (?:[\w ]{0,60})hoàn thành|xong|(?:các )?(?:nội dung|nhiệm vụ|công việc) (?:này|trên|nêu trên)|kết quả|báo cáo kết quả|kết quả báo cáo|gửi (?:kết quả|báo cáo|văn bản)|báo cáo (?:về )?(?:bộ|sở|ubnd|ủy ban|thủ tướng|văn phòng|chính phủ|cấp)|trình)\b"
)
_RESULT: Final = phrase(r"\s*(?:kết quả|báo cáo)\b")
_CLOSING: Final = phrase(r"\s*trên đây là\b")
_NOT_ORDERED: Final = phrase(
    r"\s*(?:đây là|thủ tướng|phó thủ tướng|chính phủ|qua đó|tuy nhiên|mặc dù|nhìn chung|trong đó (?:có|lưu ý|chú ý)|theo đó|thời gian qua|việc|như vậy|đến nay|hiện nay|vừa qua|trong thời gian qua|ngày \d+|trường hợp|nếu|công tác|kinh phí|nguồn|(?:báo cáo|văn bản|hồ sơ|kết quả|ý kiến|thông tin|file|bản mềm)(?: (?:góp ý|tham gia|báo cáo|đề nghị|xin))* (?:gửi|được gửi)(?: (?:bằng|qua|theo|đồng thời))|ubnd tỉnh ghi nhận)\b"
)


# "Mức quà tặng: 100.000 đồng": what a thing is, not what to do.
_VALUE: Final = phrase(r"\s*[^:;.,\d]{3,40}: ?(?=\S)")
_ROLE: Final = phrase(r"chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục")
# Only blanks and a dash may stand before the key.
_AT_ONCE: Final = 6
# A line cut off by dots and shorter than this is a link to another page.
_SHORT: Final = 150
# Rules under which a sentence may still name a doer after its condition.
_MAY_HAND_OVER: Final = {"đồng ý, phê duyệt", "giao Phó Thủ tướng"}
_MAY_ORDER: Final = {None, "vượt thẩm quyền", "căn cứ"}


class SentenceReader:
    """Reads sentences of one document and hands what it finds to the findings."""

    def __init__(
        self, openings: OpeningReader, headings: HeadingReader, findings: Findings, issued_on: date
    ) -> None:
        self.openings, self._headings, self._found = openings, headings, findings
        self.text, self.folded, self.issued_on = openings.text, openings.folded, issued_on
        self._splitter = Splitter(openings, self.text, self.folded, issued_on)

    def read(self, clause: Clause, sentences: list[Span], context: Context) -> list[Draft] | None:
        """The drafts of a clause's own sentences; None when it has no doer at all."""
        drafts: list[Draft] = []
        waiting: list[Span] = []
        is_closing = bool(_CLOSING.match(self.folded, clause.first))
        for index, (start, end) in enumerate(sentences):
            span = (clause.start if index == 0 else start, end)
            if is_closing:
                self._found.mark(*span, SegmentKind.NO_TASK, "câu kết", clause)
            elif drafts and self._belongs_to_last(drafts[-1], (start, end)):
                drafts[-1].pieces.append(span)
            elif not drafts and waiting and self._says_who(clause, waiting, (start, end), drafts):
                waiting = []
            elif not self._sentence(clause, span, start, context, drafts):
                waiting.append(span)
        return self._settle(clause, drafts, waiting)

    def _says_who(
        self, clause: Clause, waiting: list[Span], span: Span, drafts: list[Draft]
    ) -> bool:
        """ "a) Lập dự án …. Cơ quan chủ trì: …": the doer in a sentence of its own behind the act."""
        attributes = attributes_in(self.folded, *span)
        if attributes.start - span[0] >= _AT_ONCE or not attributes.first(Key.LEAD):
            return False
        draft = Draft(clause, [], [], [*waiting, span])
        draft.rule("chủ trì: câu sau")
        self._found.apply(draft, attributes)
        if not draft.leads:
            return False
        self._found.add(draft, drafts)
        return True

    def _sentence(
        self, clause: Clause, span: Span, start: int, context: Context, drafts: list[Draft]
    ) -> bool:
        """One sentence that is no mere end of the last; False when it may be an order without a doer."""
        end = span[1]
        rule = rule_against(self.folded, start, end)
        if rule is None and clause.label is None and is_closing_demand(self.folded, start, end):
            rule = "câu kết: yêu cầu chung"
        opening = self.openings.at(start, end) if rule in _MAY_ORDER else None
        if opening and context.is_directing and not opening.cue.startswith("giao"):
            opening = None
        if opening is None and (late := self._late(context, (start, end), rule)):
            self._found.mark(
                span[0], late.prefix_end, SegmentKind.NO_TASK, rule or "vế không giao việc", clause
            )
            drafts += self._open(clause, (late.prefix_end, end), late)
        elif opening and self._is_ordered(opening, context, clause):
            drafts += self._open(clause, span, opening)
        elif rule or context.is_quiet:
            self._found.mark(*span, SegmentKind.NO_TASK, rule or "mục không giao việc", clause)
        elif drafts:
            self._go_on(clause, drafts, span)
        else:
            return self._inherited(clause, span, start, context, drafts)
        return True

    def _inherited(
        self, clause: Clause, span: Span, start: int, context: Context, drafts: list[Draft]
    ) -> bool:
        """A sentence whose doer stands above it or in a bracket of its own."""
        if context.leads and self._is_value(clause, start, span[1]):
            return False
        if context.leads and not _NOT_ORDERED.match(self.folded, start):
            drafts += self._inherit(clause, span, context)
        elif named := self._headings.in_brackets(start, span[1]):
            bodies, helpers = named
            drafts += self._inherit(
                clause, span, Context(bodies.mentions, tuple(helpers), bodies.is_sure)
            )
        return bool(drafts)

    def _is_value(self, clause: Clause, start: int, end: int) -> bool:
        value = _VALUE.match(self.folded, start)
        return (
            clause.label is None
            and value is not None
            and not begins_action(self.folded, start, end)
            and not begins_action(self.folded, value.end(), end)
        )

    def _late(self, context: Context, span: Span, rule: str | None) -> Opening | None:
        """ "Đồng ý …; giao Bộ X …"; under an inherited doer only "giao" hands over."""
        if context.is_quiet or not (rule is None or rule in _MAY_HAND_OVER):
            return None
        if context.leads and begins_action(self.folded, _past_blank(self.folded, span[0]), span[1]):
            return None
        late = self._splitter.late_opening(span)
        return late if late and (not context.leads or late.cue.startswith("giao")) else None

    def _settle(
        self, clause: Clause, drafts: list[Draft], waiting: list[Span]
    ) -> list[Draft] | None:
        if drafts or not waiting:
            for span in waiting:
                self._found.mark(*span, SegmentKind.NO_TASK, "không có chủ thể", clause)
            return drafts
        return None

    def _is_ordered(self, opening: Opening, context: Context, clause: Clause) -> bool:
        """Whether an opening orders: no heading, no title without a full stop, no condition for an open group."""
        if opening.is_heading or (self._is_title(clause) and not self._has_role(opening)):
            return False
        if opening.is_conditional and all(is_group(mention) for mention in opening.mentions):
            return False
        return not context.is_quiet or opening.cue.startswith("giao")

    def _is_title(self, clause: Clause) -> bool:
        """A line without label and full stop, or cut off by dots, as titles and links are."""
        words = self.folded[clause.first : clause.end].rstrip(" \n\"'")
        is_cut_off = words.endswith("...") and len(words) < _SHORT
        is_ended = words.endswith((".", ";", "/", "!", "?", ":", ")", "…")) and not is_cut_off
        return clause.label is None and not clause.is_item and not is_ended

    def _has_role(self, opening: Opening) -> bool:
        return bool(opening.cue) or bool(_ROLE.match(self.folded, opening.action))

    def _open(self, clause: Clause, span: Span, opening: Opening) -> list[Draft]:
        """The directives of a sentence that names its doer."""
        drafts: list[Draft] = []
        mentions: tuple[Mention, ...] = opening.mentions
        for part in self._splitter.parts(span, opening):
            own = part.opening or (None if drafts else opening)
            mentions = mentions if own is None else own.mentions
            leads, helpers = narrowed(self.openings, self.folded, mentions, (part.start, part.end))
            begin = part.start if own is None else own.action
            helpers = unique(
                [*helpers, *coordinating_in(self.openings, self.folded, begin, part.end)]
            )
            if not helpers and drafts and not part.opening:
                helpers = list(drafts[-1].coordinating)
            draft = Draft(clause, leads, helpers, [(part.start, part.end)])
            draft.is_request = drafts[-1].is_request if own is None else own.is_request
            draft.rule(f"tách: {part.why}" if own is None else _rule_of(own))
            if own is not None and not own.is_sure:
                draft.doubt("chủ thể chưa chắc")
            self._found.add(draft, drafts)
        return drafts

    def _inherit(self, clause: Clause, span: Span, context: Context) -> list[Draft]:
        """The directives of a sentence whose doer stands in a heading above."""
        drafts: list[Draft] = []
        mentions: tuple[Mention, ...] = context.leads
        for part in self._splitter.parts(span, None):
            mentions = part.opening.mentions if part.opening else mentions
            helpers = coordinating_in(
                self.openings,
                self.folded,
                part.opening.action if part.opening else part.start,
                part.end,
            )
            if not helpers and not part.opening:
                helpers = list(drafts[-1].coordinating if drafts else context.coordinating)
            draft = Draft(
                clause,
                list(mentions),
                unique(helpers),
                [(part.start, part.end)],
                is_request=context.is_request,
            )
            draft.rule("chủ thể: đề mục")
            first = clause.first if not drafts else part.start
            if not part.opening and not self._is_act(_past_blank(self.folded, first), part.end):
                draft.doubt("không mở đầu bằng động từ")
            if not context.is_sure:
                draft.doubt("chủ thể kế thừa chưa chắc")
            self._found.add(draft, drafts)
        return drafts

    def _is_act(self, start: int, end: int) -> bool:
        """Whether words begin with an act, perhaps after "Trước ngày 05 hằng tháng,"."""
        if begins_action(self.folded, start, end):
            return True
        comma = self.folded.find(", ", start, min(end, start + 90))
        return (
            comma > 0
            and bool(ADVERBIAL.match(self.folded, start))
            and begins_action(self.folded, comma + 2, end)
        )

    def _go_on(self, clause: Clause, drafts: list[Draft], span: Span) -> None:
        """A sentence without a doer after one that has: the same directive goes on, unless it has its own role or date."""
        start, end = span
        last = drafts[-1]
        if _RESULT.match(self.folded, start) and deadlines_in(
            self.text, self.folded, span, self.issued_on
        ):
            self._apart(clause, drafts, span, [])
            return
        if _NOT_ORDERED.match(self.folded, start) or not begins_action(self.folded, start, end):
            self._found.mark(start, end, SegmentKind.NO_TASK, "câu không giao việc", clause)
            if deadlines_in(self.text, self.folded, span, self.issued_on):
                last.doubt("thời hạn ở câu khác")
            return
        own_helpers = coordinating_in(self.openings, self.folded, start, end)
        dated = deadlines_in(self.text, self.folded, span, self.issued_on)
        was_dated = any(
            deadlines_in(self.text, self.folded, piece, self.issued_on) for piece in last.pieces
        )
        if (own_helpers and last.coordinating) or dated or was_dated:
            self._apart(clause, drafts, span, own_helpers)
            return
        last.pieces.append(span)
        last.coordinating = unique([*last.coordinating, *own_helpers])

    def _apart(
        self, clause: Clause, drafts: list[Draft], span: Span, helpers: list[Mention]
    ) -> None:
        """A directive of its own for the doer of the sentence before."""
        last = drafts[-1]
        draft = Draft(clause, list(last.leads), helpers, [span], is_request=last.is_request)
        draft.rule("tách: câu riêng")
        draft.doubt("chủ thể ở câu trước")
        self._found.add(draft, drafts)

    def _belongs_to_last(self, last: Draft, span: Span) -> bool:
        """ "Thời gian hoàn thành: …", "Báo cáo kết quả trước ngày …" belong to the directive before."""
        start, end = span
        attributes = attributes_in(self.folded, start, end)
        if attributes and attributes.start - start < 6:
            self._found.apply(last, attributes)
            return True
        if not _FINISH.match(self.folded, start):
            return False
        was_dated = any(
            deadlines_in(self.text, self.folded, piece, self.issued_on) for piece in last.pieces
        )
        return bool(deadlines_in(self.text, self.folded, span, self.issued_on)) and not was_dated


def _rule_of(own: Opening) -> str:
    return "chủ thể: giao đầu câu" if own.cue else "chủ thể: đầu câu"


def _past_blank(folded: str, position: int) -> int:
    while position < len(folded) and folded[position] in " \n\"'":
        position += 1
    return position
