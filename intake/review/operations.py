"""What a person can do with a proposal: accept, edit, split, merge, drop, mark as no task. Each returns a new review."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from intake.proposal import SegmentKind
from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Decision, Review, ReviewedDirective, ReviewedSegment, with_headings

_EDITABLE: Final = {
    "ref",
    "text",
    "leads",
    "coordinating",
    "deadline_text",
    "precision",
    "due_on",
    "review_on",
    "periodic",
    "report_day",
    "product",
    "renews",
}


def accept(review: Review, numbers: Iterable[int], person: str) -> Review:
    """The person answers for these directives as they stand."""
    wanted = set(numbers)
    for n in wanted:
        if not review.directive(n).leads:
            raise _bad(f"nhiệm vụ {n}", "chưa có cơ quan chủ trì")
    return review.with_directives(
        tuple(
            replace(one, decision=Decision.ACCEPTED, decided_by=_named(person))
            if one.n in wanted
            else one
            for one in review.directives
        )
    )


def edit(review: Review, n: int, person: str, /, **changes: Any) -> Review:
    """Fields of one directive are changed; the change is the person's and so accepted."""
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise _bad(sorted(unknown)[0], "không sửa được mục này")
    changed = replace(
        review.directive(n), **changes, decision=Decision.ACCEPTED, decided_by=_named(person)
    )
    return review.with_directives(
        tuple(changed if one.n == n else one for one in review.directives)
    )


def split(review: Review, n: int, at: int, person: str) -> Review:
    """One directive becomes two at a place in the text; both have its leads until they are edited."""
    _named(person)
    segment = _segment_at(review, n, at)
    number = max(one.n for one in review.directives) + 1
    directive = review.directive(n)
    left = replace(segment, end=at)
    right = replace(segment, id=_new_id(review, segment.id), start=at, directives=(number,))
    later = {
        one.id
        for one in review.segments
        if one.start >= segment.end and n in one.directives and one.kind is SegmentKind.DIRECTIVE
    }
    segments = []
    for one in review.segments:
        if one.id == segment.id:
            segments += [left, right]
        else:
            segments.append(replace(one, directives=(number,)) if one.id in later else one)
    changed = _with_segments(review, segments)
    first = replace(
        directive, text=changed.source_of(n).strip(), decision=Decision.OPEN, sure=False
    )
    second = replace(
        directive,
        n=number,
        ref=f"{directive.ref}, tách",
        text=changed.source_of(number).strip(),
        decision=Decision.OPEN,
        sure=False,
    )
    return _renumbered(
        changed.with_directives((*(one for one in changed.directives if one.n != n), first, second))
    )


def merge(review: Review, numbers: Iterable[int], person: str) -> Review:
    """Several directives become one: the first, with the words and bodies of all."""
    _named(person)
    wanted = sorted(set(numbers))
    if len(wanted) < 2:
        raise _bad("gộp", "cần ít nhất hai nhiệm vụ")
    kept, others = review.directive(wanted[0]), [review.directive(n) for n in wanted[1:]]
    segments = [
        replace(one, directives=(kept.n,))
        if one.kind is SegmentKind.DIRECTIVE and set(one.directives) & set(wanted)
        else one
        for one in review.segments
    ]
    merged = replace(
        kept,
        text="\n".join([kept.text, *(one.text for one in others)]),
        leads=_united([kept, *others], "leads"),
        coordinating=_united([kept, *others], "coordinating"),
        due_on=kept.due_on or next((one.due_on for one in others if one.due_on), None),
        decision=Decision.OPEN,
        sure=False,
    )
    directives = tuple(
        merged if one.n == kept.n else one for one in review.directives if one.n not in wanted[1:]
    )
    repeats = tuple(
        replace(one, n=kept.n) if one.n in wanted[1:] else one for one in review.repeats
    )
    merging = replace(review.with_directives(directives), repeats=repeats)
    return _renumbered(_with_segments(merging, segments))


def drop(review: Review, n: int, person: str) -> Review:
    """A proposal was no directive: its segments hold no task, which the person answers for."""
    printed = review.directive(n).ref or str(n)
    segments = [
        replace(
            one,
            kind=SegmentKind.NO_TASK,
            directives=(),
            person=_named(person),
            act=f"bỏ nhiệm vụ {printed}",
        )
        if one.kind is SegmentKind.DIRECTIVE and n in one.directives
        else one
        for one in review.segments
    ]
    return _renumbered(
        _with_segments(
            review.with_directives(tuple(one for one in review.directives if one.n != n)), segments
        )
    )


def mark_no_task(
    review: Review,
    person: str,
    *,
    ids: Iterable[str] = (),
    clause: str | None = None,
    rest: bool = False,
) -> Review:
    """Segments hold no task: named ones, a whole section ("I") in one act, or all that no directive holds.

    A segment of a directive is not touched; drop the directive first.
    """
    wanted = set(ids)
    unknown = wanted - {one.id for one in review.segments}
    if unknown:
        raise _bad(sorted(unknown)[0], "không có đoạn này")
    act = (
        f"mục {clause}"
        if clause
        else ("toàn bộ phần còn lại" if rest else f"đoạn {', '.join(sorted(wanted))}")
    )
    segments = [
        _without_task(one, person, act) if _is_meant(one, wanted, clause, rest=rest) else one
        for one in review.segments
    ]
    return _with_segments(review, segments)


def _is_meant(segment: ReviewedSegment, ids: set[str], clause: str | None, *, rest: bool) -> bool:
    if segment.kind is SegmentKind.DIRECTIVE or (
        segment.kind is SegmentKind.HEADING and segment.directives and segment.id not in ids
    ):
        return False
    in_section = clause is not None and (
        segment.clause == clause or segment.clause.startswith((f"{clause}.", f"{clause},"))
    )
    return segment.id in ids or in_section or (rest and segment.person is None)


def _without_task(segment: ReviewedSegment, person: str, act: str) -> ReviewedSegment:
    return replace(segment, kind=SegmentKind.NO_TASK, directives=(), person=_named(person), act=act)


def _segment_at(review: Review, n: int, at: int) -> ReviewedSegment:
    for one in review.segments:
        if one.start < at < one.end and n in one.directives and one.kind is SegmentKind.DIRECTIVE:
            return one
    raise _bad(f"nhiệm vụ {n}", f"vị trí {at} không nằm trong nhiệm vụ")


def _with_segments(review: Review, segments: list[ReviewedSegment]) -> Review:
    return replace(review, segments=with_headings(tuple(segments)))


def _renumbered(review: Review) -> Review:
    """Numbers follow the text."""
    first = {
        n: one.start
        for one in reversed(review.segments)
        if one.kind is SegmentKind.DIRECTIVE
        for n in one.directives
    }
    order = sorted(review.directives, key=lambda one: (first.get(one.n, len(review.text)), one.n))
    new = {one.n: at for at, one in enumerate(order, start=1)}
    segments = tuple(
        replace(one, directives=tuple(new[n] for n in one.directives if n in new))
        for one in review.segments
    )
    repeats = {
        (now, one.id): replace(one, n=now)
        for one in review.repeats
        if one.n is None or one.n in new
        for now in (new[one.n] if one.n is not None else None,)
    }
    return replace(
        review,
        segments=segments,
        directives=tuple(replace(one, n=new[one.n]) for one in order),
        repeats=tuple(repeats.values()),
    )


def _united(directives: list[ReviewedDirective], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for one in directives for body in getattr(one, name)))


def _new_id(review: Review, ident: str) -> str:
    taken = {one.id for one in review.segments}
    return next(new for at in range(2, 10_000) if (new := f"{ident}.{at}") not in taken)


def _named(person: str) -> str:
    if not person.strip():
        raise _bad("người", "phải có tên người quyết định")
    return person.strip()


def _bad(field: str, found: str) -> IntakeRefusal:
    return IntakeRefusal(IntakeCode.BAD_REVIEW, line="?", field=field, found=found)
