"""A conclusion file, YAML or JSON, as a checked Conclusion; every problem with its line and field.

Used by starter.py, the CLI and the API. Nothing is stored or started here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from policy.issuing import problems_of
from schemas.conclusion import LONGEST_TEXT, MOST_DIRECTIVES, Conclusion
from schemas.refusals import MalformedInput

MOST_BYTES: Final = 4_000_000
Path_ = tuple[str | int, ...]
Lines = dict[Path_, int]


def read_conclusion(path: Path) -> Conclusion:
    """The conclusion in a file; raises MalformedInput with the first problem, in the order of the file."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _too_large(path, size)
        return conclusion_from(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise MalformedInput("not_yaml", line=1, problem="UTF-8") from error
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error


def conclusion_from(text: str) -> Conclusion:
    """The conclusion in a text; raises MalformedInput with the first problem."""
    said, lines = _parsed(text)
    try:
        conclusion = Conclusion.model_validate(said)
    except ValidationError as error:
        raise _malformed(error.errors(include_url=False)[0], said, lines) from None
    for problem in problems_of(conclusion):
        raise MalformedInput(
            problem.reason,
            line=_line(lines, problem.path),
            field=_dotted(problem.path),
            **problem.said,
        )
    return conclusion


def _too_large(path: Path, size: int) -> MalformedInput:
    """Names the longest line, which is where the mass usually is, without parsing megabytes."""
    longest, line, field = 0, 1, None
    with path.open("rb") as raw:
        for number, content in enumerate(raw, start=1):
            if len(content) > longest:
                longest, line = len(content), number
                field = content[:80].decode(errors="replace").partition(":")[0].strip(" -\"'{[")
    return MalformedInput("file_too_large", line=line, field=field, size=size, most=MOST_BYTES)


class _Loader(yaml.SafeLoader):
    """YAML without aliases, which can blow up, and without doubled keys, which lose text in silence."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="alias (*)", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


_BOOL: Final = "tag:yaml.org,2002:bool"
# YAML 1.1 reads the word `on`, a field of trajectories, as true; only true and false are meant.
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile("^(?:true|True|false|False)$"), list("tTfF"))


def _parsed(text: str) -> tuple[dict[str, Any], Lines]:
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if not isinstance(node, yaml.MappingNode):
                raise MalformedInput("not_a_mapping", line=1)
            lines = dict(_lines_of(node, ()))
            return loader.construct_document(node), lines
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise MalformedInput("not_yaml", line=line, problem=str(error.problem)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise MalformedInput("not_yaml", line=1, problem=str(error).splitlines()[0]) from error
    except RecursionError as error:
        raise MalformedInput(
            "not_yaml", line=1, problem="lồng quá sâu / nested too deep"
        ) from error


def _lines_of(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"«{key.value}» hai lần / twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
            yield from _lines_of(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines_of(value, (*path, index))


def _malformed(error: ErrorDetails, said: dict[str, Any], lines: Lines) -> MalformedInput:
    path: Path_ = tuple(error["loc"])
    line, field = _line(lines, path), _dotted(path)
    kind, name = error["type"], str(path[-1]) if path else ""
    if kind == "too_long" and path == ("directives",):
        return MalformedInput("too_many_directives", line=line, field=field, most=MOST_DIRECTIVES)
    if name == "assignees" and kind in {"too_short", "missing"}:
        return MalformedInput("no_assignee", line=line, field=field)
    if "assignees" in path and kind == "string_type":
        given = _value(said, path)
        return MalformedInput("two_leads", line=line, field=field, given=given)
    if kind == "string_too_long":
        most = (error.get("ctx") or {}).get("max_length", LONGEST_TEXT)
        return MalformedInput("text_too_long", line=line, field=field, most=most)
    return MalformedInput("field_wrong", line=line, field=field, problem=error["msg"])


def _value(said: Any, path: Path_) -> Any:
    for step in path:
        said = said[step]
    return said


def _line(lines: Lines, path: Path_) -> int | None:
    """The line of the field, or of the nearest thing around it that is in the file."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _dotted(path: Path_) -> str:
    return ".".join(str(step) for step in path)
