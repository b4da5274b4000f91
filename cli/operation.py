"""For those who keep the system running: the register checked and rebuilt, settings, the version."""

import itertools
from collections.abc import Awaitable, Callable
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import typer

from cli.desk import Desk, desk_of
from cli.errors import FAILED
from cli.output import plain
from cli.words import Both

app = typer.Typer(add_completion=False)
register_app = typer.Typer(add_completion=False)
settings_app = typer.Typer(add_completion=False)
app.add_typer(register_app, name="register")
app.add_typer(settings_app, name="settings")


@app.command("verify")
def verify(ctx: typer.Context) -> int:
    """Recompute hash chain and read model from the log; exit code 1 when they disagree."""
    from register.verify import verify as checked

    desk = desk_of(ctx)
    return _compared(desk, _VERIFYING, checked, _AGREE)


@register_app.command("rebuild")
def rebuild(ctx: typer.Context) -> int:
    """Drop what follows from the log, fold it again, and compare with what was there."""
    from register.rebuild import rebuild as rebuilt

    desk = desk_of(ctx)
    return _compared(desk, _REBUILDING, rebuilt, _REBUILT)


@register_app.command("reseed")
def reseed(ctx: typer.Context) -> int:
    """Start every open packet that Temporal no longer has, from the register."""
    desk = desk_of(ctx)
    answer = desk.run(_reseeded(desk))
    if desk.wishes.as_json:
        desk.out.document(answer)
    else:
        desk.out.line(desk.out.say(_RESEEDED).format(**answer))
    return 0


@register_app.command("reconcile")
def reconcile(ctx: typer.Context) -> int:
    """Compare every packet with its workflow and repair what drifted; exit code 1 when something is left."""
    desk = desk_of(ctx)
    answer = desk.run(_reconciled(desk))
    left = sum(not one["repaired"] for one in answer["differences"])
    if desk.wishes.as_json:
        desk.out.document(answer)
    else:
        counts = {"checked": answer["checked"], "count": len(answer["differences"]), "left": left}
        desk.out.line(desk.out.say(_LEFT if left else _RECONCILED).format(**counts))
        _show(desk, answer["differences"])
    return FAILED if left else 0


@settings_app.command("show")
def show_settings(ctx: typer.Context) -> None:
    """What is in force; passwords are never shown."""
    from bootstrap import settings_in_force

    desk = desk_of(ctx)
    shown = {name: masked(value) for name, value in settings_in_force(desk.settings).items()}
    if desk.wishes.as_json:
        desk.out.document(shown)
        return
    for name, value in shown.items():
        desk.out.line(f"{name:<28}", "–" if value is None else str(value))


@app.command("version")
def version(ctx: typer.Context) -> None:
    """The version of this program."""
    desk = desk_of(ctx)
    number = metadata.version("dondoc")
    if desk.wishes.as_json:
        desk.out.document({"version": number})
    else:
        desk.out.line(f"Đôn đốc {number}")


def masked(value: Any) -> Any:
    """A setting without its password."""
    if not isinstance(value, str) or "://" not in value:
        return value
    parts = urlsplit(value)
    if parts.password is None:
        return value
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:…@{where}"))


def _compared(desk: Desk, title: Both, compare: Callable[..., Awaitable[Any]], agreed: Both) -> int:
    """Run one of the comparisons and say what it found."""

    async def compared() -> dict[str, Any]:
        async with desk.database() as pool:
            with desk.out.progress(desk.out.say(title)) as progress:
                report: dict[str, Any] = plain(await compare(pool, progress=progress))
                return report

    report = desk.run(compared())
    if desk.wishes.as_json:
        desk.out.document(report)
    elif report["ok"]:
        desk.out.line(desk.out.say(agreed).format(checked=report["checked"]))
    else:
        desk.out.line(desk.out.say(_DISAGREE).format(count=len(report["differences"])))
        _show(desk, report["differences"])
    return 0 if report["ok"] else FAILED


def _show(desk: Desk, differences: list[dict[str, Any]]) -> None:
    for one in differences:
        desk.out.line("  " + "  ".join(f"{name}={value}" for name, value in one.items()))


async def _reconciled(desk: Desk) -> dict[str, Any]:
    from gateway.reconciling import Reconciler

    async with desk.parts() as parts:
        reconciler = Reconciler(parts.pool, parts.client, parts.task_queue)
        with desk.out.progress(desk.out.say(_RESEEDING)) as progress:
            answer: dict[str, Any] = plain((await reconciler.run(progress)).as_document())
    return answer


async def _reseeded(desk: Desk) -> dict[str, Any]:
    from gateway.starting import Starter
    from register import reads

    looked = itertools.count(1)
    async with desk.parts() as parts:
        starter = Starter(parts.pool, parts.client, parts.task_queue)
        planned = await starter.start_planned()
        open_packets = len(await reads.open_streams(parts.pool))
        with desk.out.progress(desk.out.say(_RESEEDING)) as progress:
            started = await starter.start_lost(lambda _: progress(next(looked), open_packets))
    return {"checked": open_packets, "started": planned + len(started), "packets": started}


_VERIFYING = Both("Kiểm tra sổ", "Checking the register")
_REBUILDING = Both("Dựng lại bảng đọc", "Rebuilding the read model")
_RESEEDING = Both("Đối chiếu với Temporal", "Comparing with Temporal")
_AGREE = Both(
    "✓ Sổ khớp với nhật ký; đã kiểm {checked}.",
    "✓ The register agrees with its log; {checked} checked.",
)
_REBUILT = Both(
    "✓ Đã dựng lại, giống hệt; đã kiểm {checked}.", "✓ Rebuilt, and identical; {checked} checked."
)
_DISAGREE = Both("✗ Có {count} chỗ khác nhau:", "✗ {count} differences:")
_RECONCILED = Both(
    "✓ Sổ khớp với các quy trình; đã đối chiếu {checked} gói, sửa {count}.",
    "✓ Register and workflows agree; {checked} packets compared, {count} repaired.",
)
_LEFT = Both(
    "✗ Đã đối chiếu {checked} gói, {count} khác nhau, còn {left} chưa sửa được:",
    "✗ {checked} packets compared, {count} differed, {left} could not be repaired:",
)
_RESEEDED = Both(
    "✓ Đã đối chiếu {checked} gói, mở lại {started}.",
    "✓ {checked} packets compared, {started} started again.",
)
