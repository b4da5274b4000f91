"""`show`: one assignment with its history, or a directive or conclusion with its assignments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.output import Cell
from cli.reads.listing import BEHIND, shortened, table_of
from cli.reads.opinions import show_opinions
from cli.words import Both
from cli.words.tags import clock_text, day_text, schedule_tag, state_tag
from register import reads
from schemas.agencies import name_of
from schemas.happened import what, who
from schemas.labels import DECLARED, VERIFIED, owed_word, word
from schemas.refusals import Code, Refusal
from schemas.states import Declared, Owed, State, Verified

app = typer.Typer(add_completion=False)

Details = dict[str, Any]


@app.command("show")
def show(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    history: Annotated[bool, typer.Option("--history")] = False,  # noqa: FBT002 - an option of the command line
) -> None:
    """Everything the register knows of an id; with `--json` its events are always there."""
    desk = desk_of(ctx)
    with_events = history or desk.wishes.as_json
    found = desk.run(_details(desk, target, with_events=with_events))
    if desk.wishes.as_json:
        desk.out.document(found)
    elif found["kind"] == "assignment":
        _show_assignment(desk, found)
    else:
        _show_many(desk, found)


async def _details(desk: Desk, target: str, *, with_events: bool) -> Details:
    async with desk.database() as db:
        found = await reads.show(db, target, desk.day(None))
        if found is None:
            raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target)
        events = await reads.events_of(db, target) if with_events else []
    return found | ({"events": events} if with_events else {})


def _show_assignment(desk: Desk, one: Details) -> None:
    out, lang = desk.out, desk.lang
    tags = [state_tag(one["state"], lang), Cell(" · "), schedule_tag(one, lang)]
    out.line(Cell(f"{one['id']}  ", "bold"), *tags)
    out.line(one["text"])
    for head, text in _facts(desk, one):
        if text:
            out.line(Cell(f"{out.say(head):<13} ", "dim"), text)
    show_opinions(desk, one["opinions"])
    _show_history(desk, one.get("events", ()))
    _show_owed(desk, one)
    out.line(Cell(out.say(_NEXT), "bold"), _next_step(desk, one))


def _facts(desk: Desk, one: Details) -> list[tuple[Both, str]]:
    lang, issued_on = desk.lang, date.fromisoformat(one["issued_on"])
    coordinating = ", ".join(name_of(body, issued_on) for body in one["coordinating"])
    lead = name_of(one["holder"])
    progress = f" ({one['progress']} %)" if one["progress"] is not None else ""
    return [
        (_SOURCE, _source(desk, one)),
        (_LEAD, f"{lead} ({one['holder']})"),
        (_COORDINATING, coordinating),
        (_DUE, _due(desk, one)),
        (_DECLARED, word(DECLARED, Declared(one["declared"]), lang) + progress),
        (_VERIFIED, word(VERIFIED, Verified(one["verified"]), lang)),
        *((_INDICATOR, _indicator(desk, each)) for each in one["indicators"]),
    ]


def _indicator(desk: Desk, one: Mapping[str, Any]) -> str:
    """The newest value, what the trajectory asks by now, the target; a mark when it is behind."""
    say, lang = desk.out.say, desk.lang
    value = "–" if one["value"] is None else f"{one['value']:g} {one['unit']}"
    parts = [f"{one['name']}: {value}"]
    if one["value_on"]:
        parts[0] += f" ({day_text(one['value_on'], lang)})"
    if one["expected_on"]:
        day = day_text(one["expected_on"], lang)
        parts.append(say(_EXPECTED).format(value=f"{one['expected']:g}", day=day))
    parts.append(say(_TARGET).format(value=f"{one['target']:g}", day=day_text(one["by"], lang)))
    if one["behind"]:
        parts.append(say(BEHIND))
    return ", ".join(parts)


def _source(desk: Desk, one: Details) -> str:
    """The document and the place in it; an unknown number stays unknown."""
    parts = [one["number"] or one["title"]]
    parts.append(desk.out.say(_OF_DAY).format(day=day_text(one["issued_on"], desk.lang)))
    if one["clause"]:
        parts.append(desk.out.say(_CLAUSE).format(clause=one["clause"]))
    if one["illustrative"]:
        parts.append(desk.out.say(_ILLUSTRATIVE))
    return ", ".join(parts)


def _due(desk: Desk, one: Details) -> str:
    """The day with its weekday, who set it, and the words of the document."""
    deadline, say, lang = one["deadline"], desk.out.say, desk.lang
    parts = []
    if deadline["due_on"]:
        day = date.fromisoformat(deadline["due_on"])
        parts.append(f"{day_text(day, lang)} ({say(_WEEKDAYS[day.weekday()])})")
    else:
        parts.append(say(_NO_DAY))
    if deadline["review_on"]:
        parts.append(say(_REVIEW).format(day=day_text(deadline["review_on"], lang)))
    if deadline["set_by"]:
        first = day_text(deadline["first_due_on"], lang)
        parts.append(say(_SET_BY).format(document=deadline["set_by"], first=first))
    if one["carried_over_from"]:
        origin = one["carried_over_from"]
        first = day_text(origin["due_on"], lang)
        parts.append(say(_CARRIED).format(period=origin["period"], first=first))
    if deadline["raw"]:
        parts.append(say(_RAW).format(raw=deadline["raw"]))
    return ", ".join(parts)


def _show_history(desk: Desk, events: Sequence[Mapping[str, Any]]) -> None:
    if not events:
        return
    desk.out.line(Cell(desk.out.say(_HISTORY), "dim"))
    for event in events:
        happened = f"{what(event, desk.lang):<56}"
        desk.out.line(
            f"  {clock_text(event['at'])}  ", happened, "  ", Cell(who(event, desk.lang), "dim")
        )


def _show_owed(desk: Desk, one: Details) -> None:
    """What somebody owes now, and by when."""
    for owed in sorted(one["obligations"], key=lambda each: str(each["due_on"])):
        desk.out.line(
            Cell(f"{desk.out.say(_OWED):<13} ", "dim"),
            f"{name_of(owed['by'])}: {owed_word(Owed(owed['owed']), desk.lang)}, ",
            day_text(owed["due_on"], desk.lang),
        )


def _next_step(desk: Desk, one: Details) -> str:
    step = desk.out.say(_STEPS[State(one["state"])])
    return step.format(
        lead=name_of(one["holder"]),
        office=name_of(one["standing_office"]),
        successor=one.get("successor") or "–",
    )


def _show_many(desk: Desk, found: Details) -> None:
    """A directive or a conclusion: its head, and its assignments as a list."""
    out, lang = desk.out, desk.lang
    out.line(Cell(found["id"], "bold"))
    if found["kind"] == "directive":
        out.line(found["text"])
        items = found["assignments"]
    else:
        day = out.say(_OF_DAY).format(day=day_text(found["issued_on"], lang))
        out.line(", ".join(part for part in (found["number"], found["title"], day) if part))
        out.line(f"{out.say(_OFFICE)}: {name_of(found['standing_office'])}")
        for one in found["directives"]:
            out.line(f"  {one['n']}. {shortened(one['text'])}")
        items = [item for one in found["directives"] for item in one["assignments"]]
    table_of(desk, items, desk.day(None))
    _show_history(desk, found.get("events", ()))


_SOURCE, _LEAD = Both("Nguồn", "Source"), Both("Chủ trì", "Lead")
_COORDINATING, _DUE = Both("Phối hợp", "With"), Both("Hạn", "Due")
_DECLARED, _VERIFIED = Both("Cơ quan báo", "Declared"), Both("Thẩm tra", "Verified")
_OFFICE = Both("Cơ quan thường trực", "Standing office")
_OF_DAY = Both("ngày {day}", "of {day}")
_CLAUSE = Both("mục {clause}", "clause {clause}")
_ILLUSTRATIVE = Both("minh hoạ", "illustrative")
_NO_DAY = Both("không có ngày cụ thể", "no day")
_REVIEW = Both("rà soát {day}", "review on {day}")
_SET_BY = Both("theo {document} (ban đầu {first})", "set by {document} (first {first})")
_CARRIED = Both(
    "chuyển tiếp từ {period} (hạn gốc {first})", "carried over from {period} (first due {first})"
)
_RAW = Both("theo văn bản: «{raw}»", "as printed: “{raw}”")
_HISTORY = Both("Diễn biến", "History")
_OWED = Both("Đang chờ", "Owed")
_NEXT = Both("Việc tiếp theo: ", "Next: ")
_WEEKDAYS: Final = (
    Both("thứ Hai", "Monday"),
    Both("thứ Ba", "Tuesday"),
    Both("thứ Tư", "Wednesday"),
    Both("thứ Năm", "Thursday"),
    Both("thứ Sáu", "Friday"),
    Both("thứ Bảy", "Saturday"),
    Both("Chủ nhật", "Sunday"),
)
_AT_WORK = Both(
    "{lead} gửi minh chứng, hoặc đề nghị gia hạn.",
    "{lead} submits evidence, or asks for more time.",
)
_INDICATOR = Both("Chỉ tiêu", "Indicator")
_EXPECTED = Both("mốc {day} là {value}", "{value} expected by {day}")
_TARGET = Both("đích {value} ({day})", "target {value} ({day})")
_STEPS: Final[Mapping[State, Both]] = {
    State.ASSIGNED: Both("{lead} tiếp nhận, hoặc đề nghị chuyển cơ quan.", "{lead} acknowledges, or objects."),
    State.ACKNOWLEDGED: _AT_WORK,
    State.IN_PROGRESS: _AT_WORK,
    State.UNDER_REVIEW: Both("{office} thẩm tra minh chứng.", "{office} reviews the evidence."),
    State.RETURNED: Both("{lead} bổ sung và gửi lại minh chứng.", "{lead} completes the evidence and sends it again."),
    State.OBJECTED: Both("{office} trả lời đề nghị chuyển cơ quan.", "{office} decides the objection."),
    State.SUSPENDED: Both("{office} cho tiếp tục, với hạn mới.", "{office} resumes the work with a new due day."),
    State.COMPLETED: Both("không còn việc gì; {office} có thể mở lại.", "nothing; {office} can reopen it."),
    State.WITHDRAWN: Both("không còn việc gì; {office} có thể mở lại.", "nothing; {office} can reopen it."),
    State.REASSIGNED: Both("xem nhiệm vụ kế tiếp {successor}.", "see its successor {successor}."),
}  # fmt: skip
