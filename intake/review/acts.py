"""The acts of a review as plain values, so that the file, the console and programs speak of them alike.

An act is a mapping with `act` and `person`. Numbers are those the reader saw: several acts in a row
find their directives also after a split or a merge has renumbered them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from intake.proposal import SegmentKind
from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Review, ReviewedDirective, Verdict
from intake.review.operations import accept, drop, edit, mark_no_task, merge, split
from intake.review.repeats import decide_repeat

Act = Mapping[str, Any]
_DIRECTIVE: Final = TypeAdapter(ReviewedDirective)


def apply_acts(review: Review, acts: Iterable[Act]) -> Review:
    """The review after all acts, in order; refuses the first one that makes no sense, and changes nothing then.

    - `{"act": "accept", "n": [1, 2]}` · `{"act": "edit", "n": 1, "changes": {field: value}}`
    - `{"act": "split", "n": 3, "before": "words" | "at": position}` · `{"act": "merge", "n": [4, 5]}`
    - `{"act": "drop", "n": 6}` · `{"act": "no_task", "clause": "I" | "ids": [...] | "rest": True}`
    - `{"act": "repeat", "n": 3 | None, "of": "kl/…", "verdict": "other" | "renews"}`
    """
    places = {one.n: _place(review, one.n) for one in review.directives}
    for act in acts:
        try:
            review = apply_act(review, {**act, **_now(review, places, act)})
        except IntakeRefusal as refused:
            raise IntakeRefusal(
                refused.code, **{**refused.said, "line": act.get("line", "?")}
            ) from refused
    return review


def apply_act(review: Review, act: Act) -> Review:
    """The review after one act, whose numbers are those of this very review."""
    do = _ACTS.get(str(act.get("act")))
    if do is None:
        raise _bad("act", f"không có việc này: {act.get('act')}")
    person = str(act.get("person") or "").strip()
    if not person:
        raise _bad("nguoi", "phải có tên người quyết định")
    return do(review, act, person)


def _accept(review: Review, act: Act, person: str) -> Review:
    return accept(review, _numbers(act), person)


def _edit(review: Review, act: Act, person: str) -> Review:
    n = _number(act)
    changes = dict(act.get("changes") or {})
    try:
        read = _DIRECTIVE.validate_python({**asdict(review.directive(n)), **changes})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _bad(str(first["loc"][0] if first["loc"] else "changes"), first["msg"]) from error
    return edit(review, n, person, **{name: getattr(read, name, None) for name in changes})


def _split(review: Review, act: Act, person: str) -> Review:
    n = _number(act)
    at = act["at"] if act.get("at") is not None else _position(review, n, str(act.get("before")))
    return split(review, n, int(at), person)


def _merge(review: Review, act: Act, person: str) -> Review:
    return merge(review, _numbers(act), person)


def _drop(review: Review, act: Act, person: str) -> Review:
    for n in sorted(_numbers(act), reverse=True):
        review = drop(review, n, person)
    return review


def _no_task(review: Review, act: Act, person: str) -> Review:
    clause, ids = act.get("clause"), list(act.get("ids") or ())
    return mark_no_task(
        review, person, ids=ids, clause=clause, rest=bool(act.get("rest")) and not (clause or ids)
    )


def _decide(review: Review, act: Act, person: str) -> Review:
    n = act.get("n")
    if act.get("verdict") not in set(Verdict):
        raise _bad("quyet_dinh", f"phải là một trong: {', '.join(Verdict)}")
    return decide_repeat(review, n, str(act.get("of")), Verdict(act["verdict"]), person)


_ACTS: Final[Mapping[str, Callable[[Review, Act, str], Review]]] = {
    "accept": _accept,
    "edit": _edit,
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "no_task": _no_task,
    "repeat": _decide,
}


def _now(review: Review, places: Mapping[int, int], act: Act) -> dict[str, Any]:
    """The numbers that the directives an act speaks of have by now."""
    given = act.get("n")
    if given is None:
        return {}
    numbers = {place: one.n for one in review.directives if (place := _place(review, one.n)) >= 0}
    told = given if isinstance(given, list) else [given]
    for n in told:
        if n not in places:
            raise _bad(f"nhiệm vụ {n}", "không có nhiệm vụ này")
        if places[n] >= 0 and places[n] not in numbers:
            raise _bad(f"nhiệm vụ {n}", "đã gộp hoặc bỏ ở việc trước")
    found = [numbers.get(places[n], n) for n in told]
    return {"n": found if isinstance(given, list) else found[0]}


def _place(review: Review, n: int) -> int:
    """Where a directive begins in the text; it keeps that through every renumbering."""
    return next(
        (
            one.start
            for one in review.segments
            if one.kind is SegmentKind.DIRECTIVE and n in one.directives
        ),
        -1,
    )


def _position(review: Review, n: int, words: str) -> int:
    """Where words stand in a directive; blanks and line breaks count alike."""
    directive: ReviewedDirective = review.directive(n)
    for one in review.segments:
        if one.kind is SegmentKind.DIRECTIVE and directive.n in one.directives:
            at = _found(review.text, words, one.start, one.end)
            if at is not None and at > one.start:
                return at
    raise _bad(f"nhiệm vụ {n}", f"không thấy các chữ «{words}» ở giữa nhiệm vụ")


def _found(text: str, words: str, start: int, end: int) -> int | None:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.compile(pattern).search(text, start, end) if pattern else None
    return found.start() if found else None


def _number(act: Act) -> int:
    n = act.get("n")
    if not isinstance(n, int) or isinstance(n, bool):
        raise _bad("n", "phải là số của một nhiệm vụ")
    return n


def _numbers(act: Act) -> list[int]:
    n = act.get("n")
    numbers: list[Any] = n if isinstance(n, list) else [n]
    if not numbers or not all(
        isinstance(one, int) and not isinstance(one, bool) for one in numbers
    ):
        raise _bad("n", "phải là số của nhiệm vụ")
    return numbers


def _bad(field: str, found: str) -> IntakeRefusal:
    return IntakeRefusal(IntakeCode.BAD_REVIEW, line="?", field=field, found=found)
