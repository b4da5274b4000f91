"""What a document can change of a directive that runs: the fields of the command `amend`."""

from typing import Annotated

from pydantic import Field

from schemas.base import Text, Written
from schemas.conclusion import Day, Deadline, LongText, ReportDuty, ShortText


class Changes(Written):
    """Only what is given changes; null takes a day, a clause, a product or the reporting away.

    `event_on` is the day of the event a deadline waits for; its day is counted from there.
    """

    due_on: Day | None = None
    deadline: Deadline = Deadline()
    event_on: Day | None = None
    text: LongText = ""
    product: Annotated[Text, Field(max_length=2_000)] | None = None
    clause: Annotated[Text, Field(max_length=200)] | None = None
    coordinating: tuple[ShortText, ...] = Field(default=(), max_length=1_000)
    report: ReportDuty | None = None
