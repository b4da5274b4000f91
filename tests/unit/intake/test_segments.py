"""Properties of every document whatever: segments partition the text, spans lie inside, folding moves nothing."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

import intake
from intake.words import fold
from tests.unit.intake.documents import plain

_PIECES = st.sampled_from(
    [
        "1. Bộ Y tế chủ trì, phối hợp với Bộ Công an rà soát; báo cáo trước ngày 30/9/2026.", "a) Khẩn trương hoàn thành", "- ", "(i) Rà soát; (ii) Lập kế hoạch", "II. NHIỆM VỤ",
        "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |", "| --- | --- | --- | --- |", "| 1 | Lập | Bộ Y tế | 2026 |", "Nơi nhận:", "PHỤ LỤC", "Cơ quan chủ trì: Bộ Y tế", "Thời gian: Quý III/2026",
        "Đồng ý; giao Bộ Tài chính bố trí vốn.", "TT", "Nội dung", "Cơ quan chủ trì", "Thời gian hoàn thành", "1", "Giao", "các Bộ:", "Uỷ ban nhân dân tỉnh Hoà Bình", "…", "“", ")", "(", "\t", "  ", "", ";", "Trên đây là kế hoạch.",
    ]
)  # fmt: skip
_TEXT = st.lists(_PIECES | st.text(max_size=40), max_size=14).map(
    lambda pieces: unicodedata.normalize("NFC", "\n".join(pieces))
)


@settings(max_examples=120, deadline=None)
@given(_TEXT)
def test_segments_partition_the_text(text: str) -> None:
    """Every character lies in exactly one segment."""
    proposal = intake.propose(plain(text))

    assert text == "".join(text[one.start : one.end] for one in proposal.segments)
    assert all(one.start < one.end for one in proposal.segments)
    assert len({one.id for one in proposal.segments}) == len(proposal.segments)


@settings(max_examples=120, deadline=None)
@given(_TEXT)
def test_directives_are_verbatim_and_own_their_segments(text: str) -> None:
    """The words of a directive stand in its segments, and no segment has two directives."""
    proposal = intake.propose(plain(text))
    spans = {one.id: (one.start, one.end) for one in proposal.segments}
    owned = [ident for one in proposal.directives for ident in one.segments]

    assert len(owned) == len(set(owned))
    for one in proposal.directives:
        source = "".join(text[slice(*spans[ident])] for ident in one.segments)
        assert all(line.strip() in source for line in one.text.splitlines())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    """One folded character for each character, so a span means the same in both."""
    assert len(text) == len(fold(text))


@settings(max_examples=60, deadline=None)
@given(_TEXT)
def test_proposing_twice_gives_the_same(text: str) -> None:
    """Pure: nothing is remembered between documents."""
    document = plain(text)

    assert intake.propose(document) == intake.propose(document)
