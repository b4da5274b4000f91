"""YAML that remembers its lines, so that a mistake is told with the line and the field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NoReturn

import yaml

from intake.refusals import IntakeCode, IntakeRefusal

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Lined:
    """One mapping of the file with the line of each of its fields."""

    values: dict[str, Any]
    lines: dict[str, int]
    line: int
    path: str

    def refuse(self, field: str, found: str) -> NoReturn:
        where = f"{self.path}.{field}" if self.path else field
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line=self.lines.get(field, self.line), field=where, found=found
        )

    def has(self, field: str) -> bool:
        return field in self.values

    def only(self, known: Iterable[str]) -> None:
        """An unknown field is a typing mistake, not a silence."""
        for field in self.values:
            if field not in set(known):
                self.refuse(field, "không có mục này")

    def value(self, field: str) -> Any:
        return self.values.get(field)

    def child(self, field: str) -> "Lined":
        found = self.values.get(field)
        if not isinstance(found, Lined):
            self.refuse(field, "thiếu hoặc không phải là một nhóm mục")
        return found

    def items(self, field: str) -> list["Lined"]:
        found = self.values.get(field)
        if not isinstance(found, list) or not all(isinstance(one, Lined) for one in found):
            self.refuse(field, "phải là một danh sách")
        return found

    def text(self, field: str) -> str:
        found = self.values.get(field)
        if not isinstance(found, str) or not found:
            self.refuse(field, "phải có chữ")
        return found

    def optional(self, field: str) -> str | None:
        found = self.values.get(field)
        if found is not None and not isinstance(found, (str, int)):
            self.refuse(field, "phải là chữ")
        return str(found) if found is not None and str(found).strip() else None

    def texts(self, field: str) -> tuple[str, ...]:
        found = self.values.get(field)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(one, (str, int)) for one in found):
            self.refuse(field, "phải là danh sách các tên hoặc mã")
        return tuple(str(one).strip() for one in found if str(one).strip())

    def number(self, field: str) -> int:
        found = self.values.get(field)
        if not isinstance(found, int) or isinstance(found, bool):
            self.refuse(field, "phải là số nguyên")
        return found

    def whole(self, field: str) -> int | None:
        return None if self.values.get(field) is None else self.number(field)

    def whole_numbers(self, field: str) -> list[int]:
        found = self.values.get(field) or []
        if not isinstance(found, list) or not all(isinstance(one, int) for one in found):
            self.refuse(field, "phải là danh sách số")
        return found

    def flag(self, field: str) -> bool:
        found = self.values.get(field, False)
        if not isinstance(found, bool):
            self.refuse(field, "phải là true hoặc false")
        return found

    def day(self, field: str) -> date | None:
        found = self.values.get(field)
        if found is None:
            return None
        if isinstance(found, datetime) or not isinstance(found, date):
            self.refuse(field, "phải là ngày dạng 2026-12-31")
        return found

    def one_of(self, field: str, allowed: list[str]) -> str:
        found = self.values.get(field)
        if found not in allowed:
            self.refuse(field, f"phải là một trong: {', '.join(allowed)}")
        return str(found)


def load(content: str) -> Lined:
    """The file as mappings with lines; broken YAML is told with its line too."""
    try:
        node = yaml.compose(content, Loader=_LOADER)
        found = _Plain().of(node, "")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW,
            line=mark.line + 1 if mark else 1,
            field="YAML",
            found=str(getattr(error, "problem", error)),
        ) from error
    except RecursionError as error:
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line=1, field="YAML", found="lồng nhau quá sâu"
        ) from error
    if not isinstance(found, Lined):
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line=1, field="YAML", found="tệp không phải là bản rà soát"
        )
    return found


class _Plain:
    """Nodes as values. An alias, which can blow up, and a doubled key, which loses words in silence, are refused."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def of(self, node: Any, path: str) -> Any:
        if node is not None and not isinstance(node, yaml.ScalarNode):
            if id(node) in self._seen:
                raise _mistake(node, path, "không dùng bí danh (*)")
            self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.of(item, f"{path}[{at}]") for at, item in enumerate(node.value, start=1)]
        return _scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: str) -> Lined:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name = str(key.value)
            where = f"{path}.{name}" if path else name
            if name in values:
                raise _mistake(key, where, "mục ghi hai lần")
            lines[name] = key.start_mark.line + 1
            values[name] = self.of(value, where)
        return Lined(values, lines, node.start_mark.line + 1, path)


def _mistake(node: Any, path: str, found: str) -> IntakeRefusal:
    return IntakeRefusal(
        IntakeCode.BAD_REVIEW, line=node.start_mark.line + 1, field=path, found=found
    )


def _scalar(node: Any, path: str) -> Any:
    """A single value; "2026-02-30" looks like a date and is none."""
    if node is None:
        return None
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(node)
    except ValueError as error:
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line=node.start_mark.line + 1, field=path, found=str(error)
        ) from error
    finally:
        loader.dispose()
