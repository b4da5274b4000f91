"""When something is due: dates as printed, which of them are deadlines, and reporting rhythms."""

from intake.timing.deadline import PrintedDeadline, deadline_in, deadline_of_cell
from intake.timing.rhythm import PrintedRhythm, rhythm_in

__all__ = ["PrintedDeadline", "PrintedRhythm", "deadline_in", "deadline_of_cell", "rhythm_in"]
