"""A person decides on every proposal: operations on a review, its file for editing, and the conclusion it becomes."""

from intake.review.conclusion import Opening, conclusion_of
from intake.review.file import read_review, write_review
from intake.review.model import Decision, Review, ReviewedDirective, ReviewedSegment, start_review
from intake.review.operations import accept, drop, edit, mark_no_task, merge, split
from intake.review.sealing import certificate_of, open_segments

__all__ = [
    "Decision",
    "Opening",
    "Review",
    "ReviewedDirective",
    "ReviewedSegment",
    "accept",
    "certificate_of",
    "conclusion_of",
    "drop",
    "edit",
    "mark_no_task",
    "merge",
    "open_segments",
    "read_review",
    "split",
    "start_review",
    "write_review",
]
