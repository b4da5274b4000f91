"""The folded state of an assignment as the JSON that the register keeps and the fold goes on from.

A commit of 256 openings writes 256 of them, so they are written by a serializer that knows the types
of the fields beforehand; what it writes decodes to the same as `Assignment.model_dump_json`.
"""

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import SchemaSerializer, core_schema

from schemas.case import Assignment

__all__ = ["state_in", "state_json"]

_PLAIN: Final[Mapping[Any, core_schema.CoreSchema]] = {
    bool: core_schema.bool_schema(),
    int: core_schema.int_schema(),
    dt.date: core_schema.date_schema(),
    dt.datetime: core_schema.datetime_schema(),
}


def state_json(assignment: Assignment) -> str:
    """The state without fields at their default, so that a release with a new field writes old states alike."""
    # Types were checked when the state was made; whoever writes a form with gaps puts names into numbers.
    return _serializer().to_json(_bare(assignment), warnings=False).decode()


def state_in(text: str) -> Assignment:
    """The state as the fold left it."""
    return Assignment.model_validate_json(text)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a field says when it is left out, and which fields hold a model, or several."""

    defaults: Mapping[str, Any]
    single: tuple[str, ...]
    several: tuple[str, ...]


_NEVER: Final = object()


def _bare(model: BaseModel) -> dict[str, Any]:
    shape = _shape_of(type(model))
    default_of = shape.defaults.get
    kept = {
        name: value
        for name, value in model.__dict__.items()
        if (default := default_of(name, _NEVER)) is not value and default != value
    }
    for name in shape.single:
        if (inner := kept.get(name)) is not None:
            kept[name] = _bare(inner)
    for name in shape.several:
        if name in kept:
            kept[name] = tuple([_bare(inner) for inner in kept[name]])
    return kept


@lru_cache(maxsize=32)
def _shape_of(model: type[BaseModel]) -> _Shape:
    fields = model.model_fields
    holding = {name for name, field in fields.items() if _holds_model(field.annotation)}
    several = {name for name in holding if get_origin(fields[name].annotation) is tuple}
    return _Shape(
        defaults={
            name: field.get_default(call_default_factory=True)
            for name, field in fields.items()
            if not (field.is_required() or isinstance(field.default, BaseModel))
        },
        single=tuple(sorted(holding - several)),
        several=tuple(sorted(several)),
    )


def _holds_model(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return True
    return any(_holds_model(inner) for inner in get_args(kind))


@lru_cache(maxsize=1)
def _serializer() -> SchemaSerializer:
    return SchemaSerializer(_schema_of(Assignment))


def _schema_of(kind: Any) -> core_schema.CoreSchema:
    """How values of that type are written; a type that is not known here is looked at when it comes."""
    inner = get_args(kind)
    if get_origin(kind) in {Union, types.UnionType}:
        (one,) = (each for each in inner if each is not types.NoneType)
        return core_schema.nullable_schema(_schema_of(one))
    if get_origin(kind) is tuple:
        return core_schema.tuple_schema([_schema_of(inner[0])], variadic_item_index=0)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = {
            name: core_schema.typed_dict_field(_schema_of(field.annotation), required=False)
            for name, field in kind.model_fields.items()
        }
        return core_schema.typed_dict_schema(fields)
    if isinstance(kind, type) and issubclass(kind, str):
        return core_schema.str_schema()
    return _PLAIN.get(kind, core_schema.any_schema())
