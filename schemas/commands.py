"""Every command, as its update carries it: one model each, one table of all (interfaces, "Commands").

The gateway sends them, the workflow's validator judges them. The docstring of each says who sends
it; `policy.transitions` says when it is refused.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from schemas.actors import Actor, Decision
from schemas.base import Carried, Text
from schemas.conclusion import LONGEST_TEXT, MOST_ASSIGNMENTS, Directive
from schemas.ids import CODE_PATTERN, parsed
from schemas.rules import RuleChange
from schemas.states import Verdict


def _uuid(value: str) -> str:
    return str(UUID(value))


def _id(value: str) -> str:
    if parsed(value) is None:
        raise ValueError("expected kl/<ref>, kl/<ref>/<n> or kl/<ref>/<n>@<agency code>")
    return value


Words = Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)]
Code = Annotated[str, Field(pattern=CODE_PATTERN)]


class EvidenceFile(Carried):
    """A file in the evidence store, by its hash; the bytes never travel."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=1)
    name: Text = Field(min_length=1, max_length=255)
    type: str = Field(max_length=100)


class IndicatorValue(Carried):
    """What the agency reports an indicator to be on a day."""

    name: Text = Field(min_length=1, max_length=500)
    value: float
    on: dt.date


class Command(Carried):
    """What every command says: which one, about what, who."""

    name: ClassVar[str]
    command_id: Annotated[str, AfterValidator(_uuid)]
    target: Annotated[str, AfterValidator(_id)]
    actor: Actor
    expected_seq: int | None = Field(default=None, ge=0)
    """The last `seq` the caller saw on the assignment; another one by now is a conflict."""

    def fields(self) -> dict[str, Any]:
        """What is particular to this command, as JSON: the payload of its event."""
        common = {"command_id", "target", "actor", "expected_seq"}
        return {k: v for k, v in self.model_dump(mode="json").items() if k not in common}

    def digest(self) -> str:
        """Two commands with one id are the same command if and only if this is equal."""
        said = {
            "command": self.name,
            "target": self.target,
            "office": self.actor.office,
            **self.fields(),
        }
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Acknowledge(Command):
    """Sent by the lead agency: we have it and we are the right ones."""

    name = "acknowledge"
    note: Words | None = None


class NameUnit(Command):
    """Sent by the lead agency: this unit of ours does the work."""

    name = "name_unit"
    unit: Words


class SubmitReport(Command):
    """Sent by the lead agency: the report in the form the Prime Minister asks for."""

    name = "submit_report"
    period: Annotated[Text, Field(min_length=1, max_length=60)]
    results: Words
    figures: Words | None = None
    shortcomings: Words | None = None
    limits: Words | None = None
    bottlenecks: Words | None = None
    causes: Words | None = None
    proposals: Words | None = None
    progress: int = Field(ge=0, le=100)
    indicators: tuple[IndicatorValue, ...] = Field(default=(), max_length=100)


class SubmitEvidence(Command):
    """Sent by the lead agency: the documents that show the work is done."""

    name = "submit_evidence"
    files: tuple[EvidenceFile, ...] = Field(min_length=1, max_length=50)
    document_no: Annotated[Text, Field(min_length=1, max_length=100)]
    document_date: dt.date
    figures: Words | None = None
    note: Words | None = None


class _Review(Command):
    verdict: Verdict
    reason: Words | None = None

    @model_validator(mode="after")
    def _says_why(self) -> "_Review":
        if self.verdict is Verdict.RETURN and self.reason is None:
            raise ValueError("a return needs a reason")
        return self


class ReviewEvidence(_Review):
    """Sent by the standing office: the evidence is accepted, or returned with a reason."""

    name = "review_evidence"


class ReviewReport(_Review):
    """Sent by the standing office: the last report is accepted, or returned with a reason."""

    name = "review_report"


class Object(Command):
    """Sent by the lead agency: not our task; with the agency proposed."""

    name = "object"
    reason: Words
    proposed_office: Code | None = None


class DecideObjection(Command):
    """Sent by the standing office: upheld (and reassigned) or rejected."""

    name = "decide_objection"
    verdict: str = Field(pattern="^(uphold|reject)$")
    reassign_to: Code | None = None
    reason: Words
    decision: Decision | None = None


class RequestExtension(Command):
    """Sent by the lead agency: more time, with the day and the reason."""

    name = "request_extension"
    new_due_on: dt.date
    reason: Words


class DecideExtension(Command):
    """Sent by the standing office, on the decision of the one who set the deadline."""

    name = "decide_extension"
    verdict: str = Field(pattern="^(grant|refuse)$")
    new_due_on: dt.date | None = None
    reason: Words
    decision: Decision | None = None


class Reassign(Command):
    """Sent by the standing office: another agency answers from now on."""

    name = "reassign"
    to: Code
    reason: Words
    decision: Decision | None = None


class HandOver(Command):
    """Sent by an operator when an agency has ceased: its successor holds, or coordinates, under the same id."""

    name = "hand_over"
    ceased: Code
    to: Code
    decision: Decision | None = None


class ReplaceStandingOffice(Command):
    """Sent by an operator to a conclusion when its standing office has ceased: the successor examines from now on."""

    name = "replace_standing_office"
    ceased: Code
    to: Code
    decision: Decision | None = None


class Amend(Command):
    """Sent by the standing office: the document changed fields of the directive (`policy.amending.FIELDS`)."""

    name = "amend"
    changes: dict[str, Any] = Field(min_length=1)
    decision: Decision | None = None


class Suspend(Command):
    """Sent by the standing office: every clock stops."""

    name = "suspend"
    reason: Words
    decision: Decision | None = None


class Resume(Command):
    """Sent by the standing office: the clocks go on, to a new due day."""

    name = "resume"
    new_due_on: dt.date | None = None
    decision: Decision | None = None


class Withdraw(Command):
    """Sent by the standing office: the task is no longer wanted."""

    name = "withdraw"
    reason: Words
    decision: Decision | None = None


class AddDirective(Command):
    """Sent by the standing office to a conclusion: a directive the document added later."""

    name = "add_directive"
    directive: Directive
    decision: Decision | None = None
    leads: tuple[Code, ...] = Field(default=(), max_length=MOST_ASSIGNMENTS)
    """The agencies behind its assignees, put in by the gateway; empty: the assignees are plain codes."""

    def fields(self) -> dict[str, Any]:
        """Without the leads: the events name them, and a repetition on a later day is the same command."""
        return {name: value for name, value in super().fields().items() if name != "leads"}


class SetReviewDate(Command):
    """Sent by the standing office: when a directive without a deadline is looked at again."""

    name = "set_review_date"
    review_on: dt.date


class Remind(Command):
    """Sent by the standing office: an urging outside the ladder."""

    name = "remind"
    note: Words | None = None


class Reopen(Command):
    """Sent by the standing office: a closed assignment is owed again."""

    name = "reopen"
    reason: Words


class _Question(Command):
    to: Code
    question: Words
    due_on: dt.date | None = None


class _Reply(Command):
    answer: Words
    files: tuple[EvidenceFile, ...] = Field(default=(), max_length=50)


class RequestContribution(_Question):
    """Sent by the lead agency: a coordinating agency is asked for its part; silence counts as agreement."""

    name = "request_contribution"


class Contribute(_Reply):
    """Sent by the coordinating agency that was asked."""

    name = "contribute"


class RequestOpinion(_Question):
    """Sent by the standing office while it examines evidence: another office is asked what it thinks of it."""

    name = "request_opinion"


class GiveOpinion(_Reply):
    """Sent by the office that was asked for its opinion; the standing office decides all the same."""

    name = "give_opinion"


class DemandExplanation(Command):
    """Sent by a supervisor: the head of the agency explains in writing."""

    name = "demand_explanation"
    question: Words
    due_on: dt.date | None = None


class SubmitExplanation(Command):
    """Sent by the lead agency that was asked to explain."""

    name = "submit_explanation"
    text: Words
    files: tuple[EvidenceFile, ...] = Field(default=(), max_length=50)


class OpenInspection(Command):
    """Sent by a supervisor: an inspection of how the task is done."""

    name = "open_inspection"
    subject: Words
    due_on: dt.date | None = None


class RecordInspection(Command):
    """Sent by a supervisor: nature, degree, causes, responsibility, and what is demanded."""

    name = "record_inspection"
    findings: Words
    causes: Words
    responsibility: Words
    demands: Words


class Note(Command):
    """Sent by a supervisor: a remark that changes nothing."""

    name = "note"
    text: Words


class ChangeRules(Command):
    """Sent by the standing office to a conclusion, after a preview: other rules from now on."""

    name = "change_rules"
    rules: RuleChange
    preview: bool = False


class Checkpoint(Command):
    """Sent by the operator to a conclusion: continue as new at the next quiet moment."""

    name = "checkpoint"


COMMANDS: Final[Mapping[str, type[Command]]] = {
    model.name: model
    for model in (
        Acknowledge, NameUnit, SubmitReport, SubmitEvidence, ReviewEvidence, ReviewReport, Object,
        DecideObjection, RequestExtension, DecideExtension, Reassign, HandOver, Amend, Suspend, Resume, Withdraw,
        AddDirective, SetReviewDate, Remind, Reopen, RequestContribution, Contribute, RequestOpinion, GiveOpinion, DemandExplanation,
        SubmitExplanation, OpenInspection, RecordInspection, Note, ChangeRules, ReplaceStandingOffice,
        Checkpoint,
    )
}  # fmt: skip
