"""What the demo says at the end, read back from the register: the four official counts, escalations, next commands."""

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from cli.serving import Address
from local.runfile import DemoAccount
from register import reads
from register.pool import Db
from schemas.agencies import name_of
from schemas.conclusion import Conclusion
from schemas.events import Fact
from schemas.folding import sort_key_vi
from schemas.labels import TOLD, Lang, word
from schemas.refusals import MalformedInput
from schemas.states import Told

_WIDTH: Final = 130
COUNTS: Final = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")
_MONTHLY_VI: Final = {
    Fact.ASSIGNMENT_OPENED: "giao",
    Fact.ACKNOWLEDGED: "tiếp nhận",
    Fact.REPORT_SUBMITTED: "báo cáo",
    Fact.EVIDENCE_ACCEPTED: "hoàn thành",
    Fact.RUNG_SENT: "nhắc và báo cáo lên trên",
    Fact.WITHDRAWN: "khép để chuyển tiếp",
}
_MONTHLY_EN: Final = {
    Fact.ASSIGNMENT_OPENED: "assigned",
    Fact.ACKNOWLEDGED: "acknowledged",
    Fact.REPORT_SUBMITTED: "reports",
    Fact.EVIDENCE_ACCEPTED: "completed",
    Fact.RUNG_SENT: "reminders and escalations",
    Fact.WITHDRAWN: "closed as carried over",
}
FORMULA: Final = "quá hạn / (hoàn thành + quá hạn)"


class AlreadyPlaying(MalformedInput):
    """Another demo holds the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__("demo_running", path=str(folder))


async def summary_of(
    pool: Db, as_of: date, compared: int, found: list[dict[str, Any]]
) -> dict[str, Any]:
    """The document of `dondoc demo --json`."""
    stats = await reads.stats(pool, "agency", as_of)
    conclusions = await reads.conclusions(pool)
    escalations = await reads.escalations(pool)
    facts = await reads.fact_counts(pool)
    missed = {
        (one["assignment"], one["key"])
        for one in escalations
        if one["obligation"] == "periodic_report" and one["rung"] == "+1wd"
    }
    return {
        "ok": not found,
        "as_of": as_of.isoformat(),
        "conclusions": len(conclusions),
        "directives": sum(one.directives for one in conclusions),
        "assignments": sum(one.assignments for one in conclusions),
        "compared": compared,
        "stats": stats,
        "escalations": [
            {
                "assignment": one["assignment"],
                "obligation": one["obligation"],
                "rung": one["rung"],
                "to": one["to"],
                "at": one["at"],
                "collapsed": one["collapsed"],
            }
            for one in escalations
        ],
        "acts": {
            "returned": facts.get("EvidenceReturned", 0),
            "extended": facts.get("ExtensionGranted", 0),
            "extension_refused": facts.get("ExtensionRefused", 0),
            "objected": facts.get("Objected", 0),
            "reassigned": facts.get("Reassigned", 0),
            "reports_missed": len(missed),
        },
        "disagreements": found,
    }


class Printer:
    """Everything the demo prints: the timeline as it happens, one document with --json."""

    def __init__(self, lang: Lang, *, as_json: bool) -> None:
        self.lang = lang
        self._as_json = as_json
        to = sys.stderr if as_json else sys.stdout
        width = None if to.isatty() else _WIDTH
        self._told = Console(file=to, highlight=False, soft_wrap=True, width=width)

    def console(self, address: Address, accounts: Iterable[DemoAccount]) -> None:
        """Where people look in, and as whom."""
        if address.is_next_port:
            self._say(
                f"! Cổng {address.wanted_port} đã có chương trình khác dùng; chuyển sang {address.port}.",
                f"! Port {address.wanted_port} is taken; using {address.port} instead.",
                "",
            )
        self._say("✓ Màn hình làm việc", "✓ Console", address.console)
        for one in accounts:
            self._told.print(f"    {one.login:<16} {one.password}   {one.role} · {one.office}")

    def ready(self, address: str) -> None:
        self._say("✓ PostgreSQL (nhúng)", "✓ PostgreSQL (embedded)", "")
        self._say("✓ Temporal (nhúng)", "✓ Temporal (embedded)", address)

    def started(self, conclusion: Conclusion, answer: dict[str, Any]) -> None:
        counts = f"{answer['directives']} / {answer['assignments']}"
        self._say(
            f"✓ {conclusion.title}: chỉ đạo / nhiệm vụ",
            f"✓ {conclusion.title}: directives / assignments",
            counts,
        )
        self._say(
            "⏩ Thời gian ảo: sáu tháng cuối năm 2023 trôi qua trên bộ máy thật",
            "⏩ Virtual time: the second half of 2023 passes on the real engine",
            f"{conclusion.issued_on:%d/%m/%Y} → 31/12/2023",
        )

    def session(self, conclusion: Conclusion, answer: dict[str, Any], left: dict[str, int]) -> None:
        """One more session begins, with what the earlier ones left over."""
        counts = f"{answer['directives']} / {answer['assignments']}"
        day = f"{conclusion.issued_on:%d/%m/%Y}"
        self._say(
            f"✓ {day}  Phiên {conclusion.session}: chỉ đạo / nhiệm vụ",
            f"✓ {day}  Session {conclusion.session}: directives / assignments",
            counts,
        )
        if left:
            self._say(
                f"  {left['open']} nhiệm vụ còn mở khi khép kỳ; chuyển tiếp vào kết luận này",
                f"  {left['open']} open when the period was closed; carried over into this conclusion",
                str(left["carried"]),
            )

    def month(self, at: datetime, counts: dict[str, int]) -> None:
        """What a month brought, in one line."""
        vi = self.lang == "vi"
        names = _MONTHLY_VI if vi else _MONTHLY_EN
        told = " · ".join(f"{counts[fact]} {names[fact]}" for fact in names if counts.get(fact))
        self._told.print(f"  {at:%m/%Y}  {told or '–'}", markup=False)

    def line(self, at: datetime, text: str) -> None:
        """One line of the timeline."""
        self._told.print(f"  {at:%d/%m %H:%M}  {text}", markup=False)

    def summary(self, summary: dict[str, Any]) -> None:
        if self._as_json:
            sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        self._counts(summary)
        self._escalations(summary)
        self._agreement(summary)
        self._next_commands(summary)

    def serving(self, folder: Path) -> None:
        self._say(
            "Đang chạy; Ctrl+C để dừng.", "Running; Ctrl+C to stop.", str(folder / "run.json")
        )

    def stopped(self) -> None:
        self._say("Đã dừng.", "Stopped.", "")

    def _counts(self, summary: dict[str, Any]) -> None:
        vi = self.lang == "vi"
        as_of = date.fromisoformat(summary["as_of"])
        table = Table(
            title=f"{'Bốn số chính thức đến' if vi else 'The four official counts on'} {as_of:%d/%m/%Y}"
        )
        table.add_column("Cơ quan" if vi else "Agency")
        for head in (
            ("Giao", "Xong đúng hạn", "Xong quá hạn", "Còn trong hạn", "Còn quá hạn", "Không hạn")
            if vi
            else ("All", "Done on time", "Done late", "In time", "Overdue", "No deadline")
        ):
            table.add_column(head, justify="right")
        for row in sorted(
            summary["stats"]["rows"], key=lambda one: sort_key_vi(name_of(one["key"]))
        ):
            table.add_row(
                name_of(row["key"]), str(row["total"]), *(str(row[name]) for name in COUNTS)
            )
        total = summary["stats"]["total"]
        table.add_section()
        table.add_row(
            "Tổng" if vi else "Total", str(total["total"]), *(str(total[name]) for name in COUNTS)
        )
        self._told.print(table)

    def _escalations(self, summary: dict[str, Any]) -> None:
        vi = self.lang == "vi"
        table = Table(title="Đã báo cáo lên ai" if vi else "Escalated to whom")
        for head in (
            ("Nơi nhận", "Nấc", "Số lần", "Gần nhất")
            if vi
            else ("Addressee", "Rungs", "Times", "Latest")
        ):
            table.add_column(head)
        told: dict[str, list[dict[str, Any]]] = {}
        for one in summary["escalations"]:
            if not one["collapsed"]:
                told.setdefault(one["to"], []).append(one)
        for to, some in told.items():
            rungs = ", ".join(sorted({f"{one['rung']}" for one in some}))
            table.add_row(
                word(TOLD, Told(to), self.lang), rungs, str(len(some)), some[-1]["assignment"]
            )
        self._told.print(table)

    def _agreement(self, summary: dict[str, Any]) -> None:
        compared, found = summary["compared"], summary["disagreements"]
        if not found:
            self._say(
                "✓ Sổ và quy trình khớp nhau, số nhiệm vụ đã so",
                "✓ Register and workflows agree; assignments compared",
                str(compared),
            )
            return
        self._say(
            "✗ Sổ và quy trình KHÁC nhau ở", "✗ Register and workflows DIFFER in", str(len(found))
        )
        for one in found:
            self._told.print(
                f"  {one['id']} {one['field']}: {one['register']} ≠ {one['workflow']}", markup=False
            )

    def _next_commands(self, summary: dict[str, Any]) -> None:
        self._say("Thử tiếp (khi bản minh hoạ còn chạy):", "Try next (while the demo runs):", "")
        played = [f"dondoc period close {name} --demo" for name in ("2023-H1", "2023-H2")]
        for command in (
            *(played if "sessions" in summary else ()),
            "dondoc list --schedule open_overdue --demo",
            "dondoc show kl/ubqgcds-phien-06-2023/24@G02 --history --demo",
            "dondoc why kl/ubqgcds-phien-06-2023/24@G02 schedule --demo",
            "dondoc stats --by level --demo",
            "dondoc verify --demo",
        ):
            self._told.print(f"  .venv/bin/{command}", markup=False)

    def _say(self, vi: str, en: str, value: str) -> None:
        text = vi if self.lang == "vi" else en
        self._told.print(f"{text}  {value}".rstrip(), markup=False)
