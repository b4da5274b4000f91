"""What comes in by path, query and header, as types that routes take: ids, filters, days, pages, versions."""

import re
from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Header, Path, Query

from console.api.problems import Unreadable
from register import reads
from register.reads.lists import MOST
from schemas.agencies import Level
from schemas.ids import CODE_PATTERN, REF_PATTERN, Target
from schemas.reach import EARLIEST, LATEST
from schemas.states import Schedule, State

USUAL: Final = 50

Ref = Annotated[str, Path(pattern=REF_PATTERN, description="`ref` of the conclusion")]
Number = Annotated[int, Path(ge=1, le=9_999, description="number of the directive")]
Agency = Annotated[
    str, Path(pattern=CODE_PATTERN, description="code of the agency it was issued to")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="items on this page")]
After = Annotated[str | None, Query(max_length=2_000, description="`next` of the page before")]
Day = Annotated[date, Query(ge=EARLIEST, le=LATEST)]


def conclusion_at(ref: Ref) -> Target:
    """`/conclusions/{ref}`"""
    return Target(ref)


def directive_at(ref: Ref, n: Number) -> Target:
    """`/conclusions/{ref}/directives/{n}`"""
    return Target(ref, n)


def assignment_at(ref: Ref, n: Number, agency: Agency) -> Target:
    """`/conclusions/{ref}/directives/{n}/assignments/{agency}`"""
    return Target(ref, n, agency)


ConclusionAt = Annotated[Target, Depends(conclusion_at)]
DirectiveAt = Annotated[Target, Depends(directive_at)]
AssignmentAt = Annotated[Target, Depends(assignment_at)]

CONCLUSION: Final = "/conclusions/{ref}"
DIRECTIVE: Final = f"{CONCLUSION}/directives/{{n}}"
ASSIGNMENT: Final = f"{DIRECTIVE}/assignments/{{agency}}"


def filters(  # noqa: PLR0913 - one parameter for each filter
    *,
    agency: Annotated[str | None, Query(pattern=CODE_PATTERN)] = None,
    level: Level | None = None,
    state: State | None = None,
    schedule: Schedule | None = None,
    conclusion: Annotated[str | None, Query(pattern=r"^(kl/)?[a-z0-9-]{1,60}$")] = None,
    session: Annotated[int | None, Query(ge=1, le=9_999)] = None,
    programme: Annotated[str | None, Query(max_length=500)] = None,
    due_before: Day | None = None,
    due_after: Day | None = None,
    text: Annotated[str | None, Query(max_length=200, description="with or without marks")] = None,
    behind: Annotated[
        bool, Query(description="only behind the trajectory of an indicator")
    ] = False,
) -> reads.ListFilters:
    """The filters of `dondoc list`; what is left out does not narrow. Days are inclusive."""
    return reads.ListFilters(
        agency=agency,
        level=level,
        state=state,
        schedule=schedule,
        conclusion=conclusion,
        session=session,
        programme=programme,
        due_before=due_before,
        due_after=due_after,
        text=text,
        behind=behind,
    )


Filters = Annotated[reads.ListFilters, Depends(filters)]


def command_id(
    given: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            max_length=100,
            description="UUID; made and answered when left out",
        ),
    ] = None,
) -> str | None:
    """The command's id as the caller chose it; raises Unreadable when it is no UUID."""
    if given is None:
        return None
    try:
        return str(UUID(given))
    except ValueError:
        raise Unreadable(
            "header_wrong", field="Idempotency-Key", given=given, wanted="UUID"
        ) from None


def seen_version(
    given: Annotated[
        str | None,
        Header(
            alias="If-Match",
            max_length=100,
            description='`ETag` of the assignment as the caller saw it, `"17"`',
        ),
    ] = None,
) -> int | None:
    """The `seq` that the caller saw last; `*` names none. Raises Unreadable for what is no ETag of ours."""
    if given is None or given.strip() == "*":
        return None
    match = _ETAG.fullmatch(given.strip())
    if match is None:
        raise Unreadable("header_wrong", field="If-Match", given=given, wanted='"seq"')
    return int(match[1])


_ETAG: Final = re.compile(r'"([0-9]{1,9})"', re.ASCII)

CommandId = Annotated[str | None, Depends(command_id)]
SeenVersion = Annotated[int | None, Depends(seen_version)]
