"""How the fields of a command are typed on the command line, and read back into the command's words.

Most fields are one option of the same name. The table at the end holds those that are more: files,
verdicts, the deciding document, indicators, changes, and what is written in a file of its own. These
too have an option of the field's name, which takes the field as JSON, or a file that holds it.
"""

import inspect
import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Union, get_args, get_origin

import typer
import yaml
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from schemas.actors import Decision
from schemas.refusals import MalformedInput

Given = Mapping[str, Any]
Parameter = inspect.Parameter

_VIETNAMESE_DAY: Final = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_JSON_OR_FILE: Final = "JSON|FILE"
_JSON: Final = re.compile(r'^(?:[\[{"]|(?:null|true|false)$)')


@dataclass(frozen=True, slots=True)
class Typed:
    """A field on the command line: its options, and how their values become the field's value."""

    options: tuple[Parameter, ...]
    read: Callable[[Given], Any]
    """None: not given; the command's own default holds, or the command says that it is missing."""


def typed(command: str, name: str, field: FieldInfo) -> Typed:
    """How one field of one command is typed."""
    if name == "verdict":
        return _verdict(VERDICTS[command])
    special = SPECIAL.get(name)
    return special() if special is not None else _plain(name, field)


def option(
    name: str,
    kind: Any,
    default: Any = None,
    *,
    flag: str | tuple[str, ...] | None = None,
    metavar: str | None = None,
) -> Parameter:
    """One option as a parameter of the command's function; several flags can mean the same."""
    flags = flag if isinstance(flag, tuple) else (flag or f"--{name.replace('_', '-')}",)
    declared = typer.Option(*flags, metavar=metavar)
    return Parameter(
        name,
        Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, declared],
    )


def day(given: str, flag: str) -> date:
    """A day as people type it: 2026-04-30 or 30/4/2026."""
    written = _VIETNAMESE_DAY.match(given.strip())
    try:
        if written is not None:
            return date(*(int(part) for part in reversed(written.groups())))
        return date.fromisoformat(given.strip())
    except ValueError:
        raise MalformedInput("not_a_day", field=flag, given=given) from None


def document_from(given: str, flag: str) -> Any:
    """The field as JSON on the command line, or as a file that holds it in YAML or JSON."""
    written = given.strip()
    if not written.startswith(("{", "[")):
        return document_in(Path(given), flag)
    try:
        return json.loads(written)
    except ValueError as error:
        raise MalformedInput("not_yaml", line=1, field=flag, problem=str(error)) from None


def document_in(path: Path, flag: str) -> Any:
    """What a YAML or JSON file says; raises MalformedInput with its line."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise MalformedInput("not_yaml", line=line, field=flag, problem=error.problem) from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise MalformedInput("not_yaml", line=1, field=flag, problem=str(error)) from None
    except OSError as error:
        problem = error.strerror
        raise MalformedInput("no_file", field=flag, path=str(path), problem=problem) from None


def _plain(name: str, field: FieldInfo) -> Typed:
    kind, flag = _bare(field.annotation), f"--{name.replace('_', '-')}"
    if kind is date:

        def read_day(given: Given) -> Any:
            return None if given[name] is None else day(given[name], flag)

        return Typed((_option_for(name, str, field, metavar="DATE"),), read_day)
    simple = kind if kind in {int, float, bool} else str
    return Typed((_option_for(name, simple, field),), lambda given: given[name])


def _option_for(name: str, kind: Any, field: FieldInfo, metavar: str | None = None) -> Parameter:
    if kind is bool:
        return option(name, bool, False, flag=f"--{name.replace('_', '-')}")  # noqa: FBT003 - its default
    if field.is_required():
        return option(name, kind, Parameter.empty, metavar=metavar)
    return option(name, kind | None, metavar=metavar)


def _bare(annotation: Any) -> Any:
    """The type behind `Annotated` and `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _bare(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def _verdict(known: tuple[str, str]) -> Typed:
    flags = ", ".join(f"--{one}" for one in known)

    def read(given: Given) -> str:
        said = {one for one in known if given[f"verdict_{one}"]}
        if given["verdict"] is not None:
            said.add(given["verdict"])
        if not said:
            raise MalformedInput("verdict_missing", field="verdict", known=flags)
        if len(said) > 1:
            raise MalformedInput("verdict_twice", field="verdict", known=flags)
        verdict = str(said.pop())
        if verdict not in known:
            raise MalformedInput(
                "filter_unknown", field="verdict", given=verdict, known=", ".join(known)
            )
        if verdict == "return" and given["reason"] is None and given["template"] is None:
            raise MalformedInput("reason_missing", field="reason")
        return verdict

    spelled = [option(f"verdict_{one}", bool, False, flag=f"--{one}") for one in known]  # noqa: FBT003 - its default
    return Typed((option("verdict", str | None, metavar="|".join(known)), *spelled), read)


def _files() -> Typed:
    """Only the paths; the command that sends them puts them into the store first."""
    files = option("file", list[Path] | None, flag=("--file", "--files"), metavar="FILE")
    return Typed((files,), lambda given: given["file"] or None)


def _decision() -> Typed:
    parts = ("number", "date", "signer")

    def read(given: Given) -> Any:
        if given.get("decision") is not None:
            return _as_decision(document_from(given["decision"], "decision"))
        said = {part: given[f"decision_{part}"] for part in parts}
        missing = [part for part in parts if said[part] is None]
        if len(missing) == len(parts):
            return None
        if missing:
            flags = ", ".join(f"--decision-{part}" for part in missing)
            raise MalformedInput("decision_incomplete", field="decision", missing=flags)
        return said | {"date": day(said["date"], "decision.date")}

    whole = option("decision", str | None, metavar=_JSON_OR_FILE)
    return Typed((*(option(f"decision_{part}", str | None) for part in parts), whole), read)


def _as_decision(said: Any) -> dict[str, Any]:
    try:
        return Decision.model_validate(said).model_dump(mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(("decision", *map(str, first["loc"])))
        raise MalformedInput("field_wrong", field=field, problem=first["msg"]) from None


def _indicators() -> Typed:
    form = "NAME=VALUE@DATE"

    def read(given: Given) -> Any:
        if given["indicators"] is not None:
            return document_from(given["indicators"], "indicators")
        return [_indicator(one, form) for one in given["indicator"] or ()]

    whole = option("indicators", str | None, metavar=_JSON_OR_FILE)
    return Typed((option("indicator", list[str] | None, metavar=form), whole), read)


def _indicator(given: str, form: str) -> dict[str, Any]:
    head, _, on = given.rpartition("@")
    name, _, value = head.rpartition("=")
    try:
        number = float(value)
    except ValueError:
        name, number = "", 0.0
    if not name:
        raise MalformedInput("not_a_pair", field="indicators", given=given, form=form)
    return {"name": name, "value": number, "on": day(on, "indicators")}


def _changes() -> Typed:
    form = "FIELD=VALUE"

    def read(given: Given) -> Any:
        if given["changes"] is not None:
            return document_from(given["changes"], "changes")
        if not given["change"]:
            raise MalformedInput("missing", field="--change")
        return dict(_change(one, form) for one in given["change"])

    whole = option("changes", str | None, metavar=_JSON_OR_FILE)
    return Typed((option("change", list[str] | None, metavar=form), whole), read)


def _change(given: str, form: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not name or not equals:
        raise MalformedInput("not_a_pair", field="changes", given=given, form=form)
    if not _JSON.match(value):
        return name, value
    try:
        return name, json.loads(value)
    except ValueError:
        raise MalformedInput(
            "not_a_pair", field="changes", given=given, form="FIELD=JSON"
        ) from None


def _written_in_a_file(name: str) -> Callable[[], Typed]:
    def kind() -> Typed:
        path = option(name, str, Parameter.empty, flag=f"--{name}", metavar=_JSON_OR_FILE)
        return Typed((path,), lambda given: document_from(given[name], name))

    return kind


VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    "review_evidence": ("accept", "return"),
    "review_report": ("accept", "return"),
    "decide_extension": ("grant", "refuse"),
    "decide_objection": ("uphold", "reject"),
}

SPECIAL: Final[Mapping[str, Callable[[], Typed]]] = {
    "files": _files,
    "decision": _decision,
    "indicators": _indicators,
    "changes": _changes,
    "directive": _written_in_a_file("directive"),
    "rules": _written_in_a_file("rules"),
}
