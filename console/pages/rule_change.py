"""«Đổi quy tắc»: calendar, ladders, tier of one conclusion; what would move is shown before anything is changed."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import looks
from console.acts.forms import new_command_id
from console.auth import StandingOffice, TheConsole, TheLang, Viewer, console_of
from console.desk import Console
from console.errors import Problem, problem_of
from console.forms import Form, text_in
from console.rendering import page
from policy.ladders import standard_ladders
from register import reads
from schemas.calendar_file import calendar_today
from schemas.case import Case
from schemas.commands import ChangeRules
from schemas.labels import Lang
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.rules import RuleChange
from schemas.states import BeforeDay, Tier
from schemas.wording import Both, day_text, moment_text

router = APIRouter(include_in_schema=False)

MOST_SHOWN: Final = 300
TIERS: Final = {
    Tier.NORMAL: Both("Nhiệm vụ thường", "Usual work"),
    Tier.KEY: Both("Nhiệm vụ trọng tâm", "Key work"),
}
BEFORE_DAYS: Final = {
    BeforeDay.LENIENT: Both("«trước ngày D» gồm cả ngày D", "'before D' includes the day D"),
    BeforeDay.STRICT: Both("«trước ngày D» không gồm ngày D", "'before D' ends the day before"),
}


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was typed, and what came of it."""

    typed: dict[str, str]
    changes: list[dict[str, Any]] | None = None
    problem: Problem | None = None
    done: bool = False


@router.get("/thong-bao/{ref}/quy-tac")
async def rules(
    request: Request, ref: str, viewer: StandingOffice, console: TheConsole
) -> Response:
    """The rules a conclusion carries beside those of today, and the form to change them."""
    return await _shown(request, await _case(console, viewer, ref))


@router.post("/thong-bao/{ref}/quy-tac/xem-truoc")
async def preview(
    request: Request, ref: str, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Every day, schedule and rung that the change would move; nothing is changed."""
    case = await _case(console, viewer, ref)
    typed = _typed(form)
    try:
        answer = await console.commands.send(_command(ref, typed, viewer, preview=True))
    except (Refusal, MalformedInput, Unreachable) as failure:
        return await _shown(request, case, _Tried(typed, problem=problem_of(failure, lang)))
    return await _shown(request, case, _Tried(typed, changes=_changes(answer)))


@router.post("/thong-bao/{ref}/quy-tac/doi")
async def change(
    request: Request, ref: str, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Changes the rules of the conclusion; sent twice it is done once."""
    case = await _case(console, viewer, ref)
    typed = _typed(form)
    try:
        await console.commands.send(_command(ref, typed, viewer, preview=False))
    except (Refusal, MalformedInput, Unreachable) as failure:
        return await _shown(request, case, _Tried(typed, problem=problem_of(failure, lang)))
    return await _shown(request, await _case(console, viewer, ref), _Tried({}, done=True))


async def _case(console: Console, viewer: Viewer, ref: str) -> Case:
    """The first packet of a conclusion of this standing office; for others it is not there."""
    found = await reads.conclusion(console.pool, ref)
    streams = await reads.streams_for(console.pool, f"kl/{ref}") if found else []
    if found is None or not streams or found.standing_office != viewer.office:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    return await reads.case_of(console.pool, streams[0])


def _typed(form: Form) -> dict[str, str]:
    return {
        name: text_in(form, name) for name in ("tier", "before_day", "calendar", "ladders", "command_id")
    }  # fmt: skip


def _command(ref: str, typed: dict[str, str], viewer: Viewer, *, preview: bool) -> ChangeRules:
    if typed["tier"] not in {"", *Tier} or typed["before_day"] not in {"", *BeforeDay}:
        raise MalformedInput("filter_wrong", field="tier")
    said = RuleChange(
        tier=Tier(typed["tier"]) if typed["tier"] else None,
        before_day=BeforeDay(typed["before_day"]) if typed["before_day"] else None,
        calendar="today" if typed["calendar"] else None,
        ladders="today" if typed["ladders"] else None,
    )
    return ChangeRules(
        command_id=new_command_id() if preview else typed["command_id"] or new_command_id(),
        target=f"kl/{ref}",
        actor=viewer.actor,
        rules=said,
        preview=preview,
    )


def _changes(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Of one packet, or of all of them."""
    if "changes" in answer:
        return list(answer["changes"])
    return [one for part in answer.get("affected", ()) for one in part.get("changes", ())]


def field_text(field: str, lang: Lang) -> str:
    """A field of a preview in words: "final_evidence:1.-3d.to" is whom the rung -3d of that duty tells."""
    if field in _FIELDS:
        return _FIELDS[field].in_(lang)
    duty, _, rest = field.partition(".")
    name = looks.owed_text(duty.partition(":")[0], lang)
    rung, _, part = rest.partition(".")
    if rung == "due_on":
        return f"{name}: {_FIELDS['due_on'].in_(lang)}"
    return f"{name}, {(_WHOM if part else _RUNG).in_(lang).format(rung)}"


def value_text(field: str, value: str | None, lang: Lang) -> str:
    """Its value as people read it."""
    if value is None:
        return "–"
    if field == "schedule":
        return looks.schedule_word(value, lang)
    if field.endswith(".to"):
        return looks.told_text(value, lang)
    return moment_text(value, lang) if "T" in value else day_text(value, lang)


_FIELDS: Final = {
    "due_on": Both("hạn", "due day"),
    "schedule": Both("tiến độ hạn", "schedule"),
    "next_wake_at": Both("nấc kế tiếp", "next step of the clock"),
}
_RUNG: Final = Both("nấc {}", "rung {}")
_WHOM: Final = Both("nấc {} báo cho", "rung {} tells")


async def _shown(request: Request, case: Case, tried: _Tried | None = None) -> Response:
    console = console_of(request)
    rules = case.rules
    return await page(
        request,
        "rule_change.html",
        (tried.problem.status if tried and tried.problem else 200),
        case=case,
        rules=rules,
        today_calendar=calendar_today(),
        has_todays_ladders=rules.ladders == standard_ladders(rules.tier),
        tried=tried,
        typed=tried.typed if tried else {},
        command_id=new_command_id(),
        tiers=TIERS,
        before_days=BEFORE_DAYS,
        most=MOST_SHOWN,
        field_text=field_text,
        value_text=value_text,
        today=await console.today(),
    )
