"""A form for each command, read off its model; and the command that a sent form means.

Nothing is decided here: a value that cannot be read is an error at its field, everything else is
policy's to judge.
"""

import types
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from starlette.datastructures import FormData

from console.acts.names import FIELDS, VERDICTS, Label
from console.filters import code_in, day_in
from console.forms import text_in
from schemas.actors import Actor
from schemas.commands import COMMANDS, Command, EvidenceFile
from schemas.labels import Lang
from schemas.return_reasons import ABOUT, reasons_for, worded
from schemas.wording import Both

COMMON: Final = frozenset({"command_id", "target", "actor", "expected_seq", "leads"})
_AREAS: Final = frozenset(
    [
        "results",
        "figures",
        "shortcomings",
        "limits",
        "bottlenecks",
        "causes",
        "proposals",
        "reason",
        "question",
        "answer",
        "text",
        "findings",
        "responsibility",
        "demands",
        "note",
        "change_text",
    ]
)
_AGENCIES: Final = frozenset({"to", "reassign_to", "proposed_office"})
_CHANGES: Final = ("change_due_on", "change_text", "change_product", "change_coordinating")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    kind: str
    """text, area, day, number, agency, files, verdict, choice, indicators."""
    label: Label
    is_required: bool = False
    choices: tuple[tuple[str, Both], ...] = ()


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field."""

    field: str
    text: Both


class FormErrors(Exception):
    """The form cannot be understood as it stands; what was typed is shown again."""

    def __init__(self, errors: list[FieldError]) -> None:
        super().__init__(errors)
        self.errors: Final = errors


def fields_of(name: str) -> list[Field]:
    """The fields of one command's form, in the order of its model."""
    found: list[Field] = []
    for field, info in COMMANDS[name].model_fields.items():
        if field == "decision":
            found += [
                _plain(f"decision_{part}", "day" if part == "date" else "text")
                for part in ("number", "date", "signer")
            ]
        elif field == "changes":
            found += [_plain(one, _kind_of_change(one)) for one in _CHANGES]
        elif field not in COMMON:
            if field == "reason" and name in ABOUT:
                found.append(_template(name))
            found.append(_field(name, field, info))
    return found


def command_in(
    name: str, form: FormData, target: str, by: tuple[Actor, Lang], files: list[EvidenceFile]
) -> Command:
    """The command a form means; raises FormErrors that name every field to correct.

    A chosen ready reason is worded in the language of whoever chose it.
    """
    actor, lang = by
    said: dict[str, Any] = {}
    errors: list[FieldError] = []
    for field in fields_of(name):
        try:
            value = _value(field, form, files)
        except _Unread as problem:
            errors.append(FieldError(field.name, problem.text))
            continue
        if value is not None:
            said[field.name] = value
        elif field.is_required:
            errors.append(FieldError(field.name, _needed(field)))
    said |= _returned_for(name, said, lang)
    if said.get("verdict") == "return" and "reason" not in said:
        errors.append(
            FieldError("reason", Both("Trả lại thì phải nêu lý do.", "A return needs a reason."))
        )
    if errors:
        raise FormErrors(errors)
    seq = text_in(form, "expected_seq")
    common = {
        "command_id": text_in(form, "command_id") or new_command_id(),
        "target": target,
        "actor": actor,
        "expected_seq": int(seq) if seq.isdigit() else None,
    }
    try:
        return COMMANDS[name].model_validate(_gathered(said) | common)
    except ValidationError as error:
        raise FormErrors([_told(one) for one in error.errors(include_url=False)]) from None


def new_command_id() -> str:
    """The id of a form: sent twice, it is done once."""
    return str(uuid.uuid4())  # noqa: TID251 - an act of a person is new each time a form is made


class _Unread(Exception):
    def __init__(self, text: Both) -> None:
        super().__init__(text)
        self.text: Final = text


def _value(field: Field, form: FormData, files: list[EvidenceFile]) -> Any:
    if field.kind == "files":
        return files or None
    given = text_in(form, field.name)
    if not given:
        return None
    match field.kind:
        case "day":
            return _read(day_in(given), _NOT_A_DAY, given)
        case "agency":
            return _read(code_in(given), _NO_AGENCY, given)
        case "number":
            return _read(int(given) if given.isdigit() else None, _NO_NUMBER, given)
        case "indicators":
            return [_indicator(line) for line in given.splitlines() if line.strip()]
    return given


def _returned_for(name: str, said: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """The reason in full: the ready one that was chosen, then own words."""
    code = said.pop("template", None)
    if code is None or said.get("verdict") != "return":
        return {}
    return {"reason": worded(name, code, said.get("reason"), lang)}


def _read(value: Any, otherwise: Both, given: str) -> Any:
    if value is None:
        raise _Unread(Both(otherwise.vi.format(given), otherwise.en.format(given)))
    return value


def _indicator(line: str) -> dict[str, Any]:
    head, _, on = line.rpartition("@")
    name, _, value = head.rpartition("=")
    day = day_in(on)
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        number = None
    if not name.strip() or number is None or day is None:
        raise _Unread(Both(_NO_INDICATOR.vi.format(line), _NO_INDICATOR.en.format(line)))
    return {"name": name.strip(), "value": number, "on": day}


def _gathered(said: Mapping[str, Any]) -> dict[str, Any]:
    """Parts of the deciding document, and changes, put together as the model has them."""
    fields = {
        name: value for name, value in said.items() if not name.startswith(("decision_", "change_"))
    }
    decision = {
        part: said[f"decision_{part}"]
        for part in ("number", "date", "signer")
        if f"decision_{part}" in said
    }
    changes = {
        name.removeprefix("change_"): _as_change(name, value)
        for name, value in said.items()
        if name.startswith("change_")
    }
    return (
        fields
        | ({"decision": decision} if decision else {})
        | ({"changes": changes} if changes else {})
    )


def _as_change(name: str, value: Any) -> Any:
    if name == "change_coordinating":
        bodies = [one.strip() for one in str(value).split(",") if one.strip()]
        return [code_in(one) or one for one in bodies]
    return value.isoformat() if isinstance(value, date) else value


def _told(error: Any) -> FieldError:
    """What the model says of a value, at the field of the form."""
    path = [str(step) for step in error["loc"]]
    name = (
        f"decision_{path[1]}"
        if path[:1] == ["decision"] and len(path) > 1
        else (path[0] if path else "")
    )
    name = "change_text" if name == "changes" else name
    label = FIELDS.get(name, FIELDS["text"]).name
    if error["type"] == "missing":
        return FieldError(name, Both(f"Nhập «{label.vi}».", f"Enter '{label.en}'."))
    return FieldError(
        name, Both(f"«{label.vi}» chưa đúng: {error['msg']}", f"'{label.en}': {error['msg']}")
    )


def _needed(field: Field) -> Both:
    name = field.label.name
    if field.kind == "files":
        return Both("Chọn ít nhất một tệp minh chứng.", "Choose at least one file.")
    if field.kind == "verdict":
        return Both("Chọn một quyết định.", "Choose a decision.")
    return Both(f"Nhập «{name.vi}».", f"Enter '{name.en}'.")


def _template(name: str) -> Field:
    choices = tuple((one.code, one.text) for one in reasons_for(name))
    return Field("template", "choice", FIELDS["template"], choices=choices)


def _plain(name: str, kind: str) -> Field:
    return Field(name, kind, FIELDS[name])


def _kind_of_change(name: str) -> str:
    return "day" if name == "change_due_on" else "area" if name == "change_text" else "text"


def _field(command: str, name: str, info: FieldInfo) -> Field:
    kind = _kind(name, info)
    return Field(
        name,
        kind,
        FIELDS[name],
        info.is_required(),
        VERDICTS.get(command, ()) if kind == "verdict" else (),
    )


def _kind(name: str, info: FieldInfo) -> str:
    if name in {"files", "indicators", "verdict"}:
        return name
    if name in _AGENCIES:
        return "agency"
    kind = _bare(info.annotation)
    if kind is date:
        return "day"
    if kind is int:
        return "number"
    return "area" if name in _AREAS else "text"


def _bare(annotation: Any) -> Any:
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _bare(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


_NOT_A_DAY = Both(
    "«{}» không phải một ngày; viết như 30/4/2026.", "'{}' is not a day; write it like 2026-04-30."
)
_NO_AGENCY = Both(
    "Không rõ «{}» là cơ quan nào; chọn trong danh sách.",
    "'{}' is no agency we know; choose from the list.",
)
_NO_NUMBER = Both("«{}» không phải một số nguyên.", "'{}' is not a whole number.")
_NO_INDICATOR = Both(
    "Chưa đọc được «{}»; viết: tên = giá trị @ ngày.",
    "'{}' could not be read; write: name = value @ day.",
)
