"""Why an indicator is behind its trajectory or not: what the document asks by when, and what was reported.

The part of `policy.why` that tells of indicators; read off the state, so that it cannot differ from it.
"""

from datetime import date
from typing import Final

from policy.indicators import expected, reaches, short_from
from policy.reasons import Reason, reason, vn
from schemas.case import Aim, Assignment, Case, Milestone
from schemas.labels import state_word
from schemas.states import State

_HOW: Final = "docs/adr/0015"


def of_indicators(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    """One reason for each indicator, in the order of the directive; one that says so when there is none."""
    document = f"kl/{case.ref}/{assignment.n}"
    if not assignment.aims:
        vi, en = "Chỉ đạo không nêu chỉ tiêu.", "The directive names no indicator."
        return [reason("no_indicators", document, None, vi, en)]
    return [_of(aim, assignment, document, today) for aim in assignment.aims]


def _of(aim: Aim, assignment: Assignment, document: str, today: date) -> Reason:
    if assignment.state.is_closed or assignment.state is State.SUSPENDED:
        rule, vi, en = _not_asked(aim, assignment)
        return reason(rule, document, assignment.state_seq, vi, en)
    asked, short = expected(aim, today), short_from(aim)
    if short is not None and short <= today:
        rule = "indicator_behind"
        vi = f"Chậm lộ trình từ {vn(short)}"
        en = f"Behind since {short}"
    elif asked is None:
        rule = "indicator_not_due"
        vi, en = "Chưa đến mốc nào của lộ trình", "No point of the trajectory has come yet"
    else:
        rule, vi, en = "indicator_reached", "Đạt lộ trình", "As the trajectory asks"
    asks = asked or aim.points[0]
    vi = f"«{aim.name}»: {vi}. {_asks(asks, 'vi')} {_told(aim, asks, 'vi')}"
    en = f"'{aim.name}': {en}. {_asks(asks, 'en')} {_told(aim, asks, 'en')}"
    return reason(rule, f"{document}; {_HOW}", aim.value_seq, vi, en)


def _not_asked(aim: Aim, assignment: Assignment) -> tuple[str, str, str]:
    vi, en = state_word(assignment.state, "vi"), state_word(assignment.state, "en")
    return (
        "indicator_not_asked",
        f"«{aim.name}»: không xét lộ trình khi «{vi}».",
        f"'{aim.name}': the trajectory is not asked while '{en}'.",
    )


def _asks(point: Milestone, lang: str) -> str:
    if lang == "vi":
        return f"Văn bản nêu {point.value:g} vào hết {vn(point.on)}."
    return f"The document asks for {point.value:g} by the end of {point.on}."


def _told(aim: Aim, asks: Milestone, lang: str) -> str:
    if aim.value is None:
        return "Chưa báo cáo giá trị nào." if lang == "vi" else "No value was reported."
    enough = reaches(aim, asks)
    if lang == "vi":
        verdict = "đạt" if enough else "chưa đạt"
        return f"Báo cáo mới nhất: {aim.value:g} (ngày {vn(aim.value_on)}), {verdict}."
    verdict = "enough" if enough else "not enough"
    return f"Newest report: {aim.value:g} (of {aim.value_on}), {verdict}."
