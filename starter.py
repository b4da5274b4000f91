"""Starts conclusions, nothing else: `python starter.py start FILE [--issued-on DATE] [--json]`."""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from bootstrap import Settings, configure_logging, leave, place_of, wired
from gateway.reading import read_conclusion
from gateway.starting import Started, Starter
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.sentences import sentence_of

EXIT_OF = {MalformedInput: 2, Refusal: 4, Unreachable: 5}


async def start(given: argparse.Namespace, settings: Settings) -> Started:
    """Read the file, plan it, start its workflows, wait until the register holds every assignment."""
    conclusion = read_conclusion(given.file)
    if given.issued_on is not None:
        conclusion = conclusion.model_copy(update={"issued_on": given.issued_on})
    async with wired(place_of(settings, demo=given.demo)) as parts:
        starter = Starter(parts.pool, parts.client, parts.task_queue)
        return await starter.start(conclusion, clock_offset_s=given.clock_offset_s)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="starter.py", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("start", help="bắt đầu một kết luận / start a conclusion")
    command.add_argument("file", type=Path, help="YAML / JSON")
    command.add_argument("--issued-on", type=date.fromisoformat, metavar="DATE")
    command.add_argument("--json", action="store_true")
    command.add_argument("--lang", choices=("vi", "en"))
    command.add_argument("--demo", action="store_true", help="make demo")
    # Refused by every register that runs on real time; the demo's register does not.
    command.add_argument("--clock-offset-s", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    given, settings = arguments(), Settings()
    configure_logging(settings)
    try:
        started = asyncio.run(start(given, settings))
    except (MalformedInput, Refusal, Unreachable) as failure:
        return _told(failure, given, settings)
    if given.json:
        print(json.dumps(asdict(started), ensure_ascii=False))  # noqa: T201 - its answer
    else:
        print(_sentence(started, given.lang or settings.lang))  # noqa: T201 - its answer
    return 0


def _sentence(started: Started, lang: str) -> str:
    new = started.outcome == "started"
    counts = (started.directives, started.assignments, started.packets)
    if lang == "vi":
        head = "Đã bắt đầu" if new else "Đã bắt đầu từ trước, không bắt đầu lại:"
        return f"{head} {started.workflow_id}: {counts[0]} chỉ đạo, {counts[1]} nhiệm vụ, {counts[2]} gói."
    head = "Started" if new else "Already started, not started again:"
    return f"{head} {started.workflow_id}: {counts[0]} directives, {counts[1]} assignments, {counts[2]} packets."


def _told(
    failure: MalformedInput | Refusal | Unreachable, given: argparse.Namespace, settings: Settings
) -> int:
    sentence, remedy = sentence_of(failure.reason, failure.said, given.lang or settings.lang)
    line = getattr(failure, "line", None)
    field = getattr(failure, "field", None)
    found = failure.said.get("differences", [])
    if given.json:
        code = failure.code.value if isinstance(failure, Refusal) else _code_of(failure)
        error = {"code": code, "message": sentence, "remedy": remedy, "line": line, "field": field}
        error = {name: value for name, value in error.items() if value is not None}
        document = {"error": error} | ({"differences": found} if found else {})
        print(json.dumps(document, ensure_ascii=False), file=sys.stderr)  # noqa: T201
    else:
        where = ", ".join(str(one) for one in (line and f"dòng/line {line}", field) if one)
        print(f"✗ {sentence}" + (f" ({where})" if where else ""), file=sys.stderr)  # noqa: T201
        for one in found[:20]:
            print(f"  {one['path']}: {one['running']!r} ≠ {one['given']!r}", file=sys.stderr)  # noqa: T201
        print(f"  {remedy}", file=sys.stderr)  # noqa: T201
    return EXIT_OF[type(failure)]


def _code_of(failure: MalformedInput | Unreachable) -> str:
    return Code.MALFORMED.value if isinstance(failure, MalformedInput) else "Unreachable"


if __name__ == "__main__":
    leave(main())
