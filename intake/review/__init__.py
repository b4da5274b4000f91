"""A person decides on every proposal: operations on a review, its file for editing, and the conclusion it becomes."""

from intake.review.acts import Act, apply_act, apply_acts
from intake.review.conclusion import Opening, conclusion_of
from intake.review.extras import with_draft_line
from intake.review.file import read_review, write_review
from intake.review.model import (
    Decision,
    DraftMark,
    Repeat,
    Review,
    ReviewedDirective,
    ReviewedSegment,
    Verdict,
    start_review,
)
from intake.review.operations import accept, drop, edit, mark_no_task, merge, split
from intake.review.repeats import decide_repeat, open_repeats, with_repeats
from intake.review.sealing import certificate_of, open_segments
from intake.review.stored import review_from, review_to_plain

__all__ = [
    "Act",
    "Decision",
    "DraftMark",
    "Opening",
    "Repeat",
    "Review",
    "ReviewedDirective",
    "ReviewedSegment",
    "Verdict",
    "accept",
    "apply_act",
    "apply_acts",
    "certificate_of",
    "conclusion_of",
    "decide_repeat",
    "drop",
    "edit",
    "mark_no_task",
    "merge",
    "open_repeats",
    "open_segments",
    "read_review",
    "review_from",
    "review_to_plain",
    "split",
    "start_review",
    "with_draft_line",
    "with_repeats",
    "write_review",
]
