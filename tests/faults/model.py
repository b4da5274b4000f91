"""A second opinion on one assignment, written from the regulation and not from `policy`: which fact may follow in
which state, where it leads, and who may be behind it.
"""

from collections.abc import Mapping
from typing import Any, Final

Event = Mapping[str, Any]

_WORKING: Final = {"acknowledged", "in_progress", "returned"}
_OPEN: Final = {"assigned", "under_review", "suspended", "objected", *_WORKING}
_ENDS: Final = {"completed", "reassigned", "withdrawn"}

# Fact: from which states, to which one (None: it stays), and who does it.
EDGES: Final[Mapping[str, tuple[set[str], str | None, str]]] = {
    "Acknowledged": ({"assigned"}, "acknowledged", "lead"),
    "UnitNamed": (_OPEN, None, "lead"),
    "Objected": ({"assigned", "acknowledged", "in_progress"}, "objected", "lead"),
    "ReportSubmitted": (_OPEN - {"assigned", "suspended", "objected"}, None, "lead"),
    "EvidenceSubmitted": (_WORKING, "under_review", "lead"),
    "ExtensionRequested": ({"assigned", *_WORKING}, None, "lead"),
    "ContributionRequested": ({"assigned", *_WORKING}, None, "lead"),
    "ExplanationSubmitted": (_OPEN, None, "lead"),
    "Contributed": (_OPEN, None, "coordinator"),
    "OpinionRequested": ({"under_review"}, None, "office"),
    "OpinionGiven": ({"under_review"}, None, "consulted"),
    "EvidenceAccepted": ({"under_review"}, "completed", "office"),
    "EvidenceReturned": ({"under_review"}, "returned", "office"),
    "ReportAccepted": ({"in_progress", "under_review", "returned"}, None, "office"),
    "ReportReturned": ({"in_progress", "under_review", "returned"}, None, "office"),
    "ObjectionUpheld": ({"objected"}, None, "office"),
    "ObjectionRejected": ({"objected"}, "<", "office"),
    "ExtensionGranted": (_OPEN - {"suspended", "objected"}, None, "office"),
    "ExtensionRefused": (_OPEN, None, "office"),
    "Reassigned": (_OPEN, "reassigned", "office"),
    "Amended": (_OPEN, None, "office"),
    "Suspended": (_OPEN - {"suspended"}, "suspended", "office"),
    "Resumed": ({"suspended"}, "<", "office"),
    "Withdrawn": (_OPEN, "withdrawn", "office"),
    "ReviewDateSet": (_OPEN, None, "office"),
    "Reminded": (_OPEN, None, "office"),
    "Reopened": ({"completed", "withdrawn"}, "in_progress", "office"),
    "Noted": (_OPEN, None, "supervisor"),
    "ExplanationDemanded": (_OPEN, None, "supervisor"),
    "InspectionOpened": (_OPEN, None, "supervisor"),
    "InspectionRecorded": (_OPEN, None, "supervisor"),
    "RungSent": (_OPEN, None, "clock"),
    "RungCollapsed": (_OPEN, None, "clock"),
    "RungSkipped": (_OPEN, None, "clock"),
}
_SAYS: Final = {
    "EvidenceSubmitted": ("done", "under_review"),
    "EvidenceReturned": ("in_progress", "returned"),
    "EvidenceAccepted": ("done", "accepted"),
    "Reopened": ("in_progress", "none"),
}
ROLES: Final = {
    "lead": {"focal_point", "agency_head"},
    "coordinator": {"coordinator", "focal_point", "agency_head"},
    "consulted": {"coordinator", "focal_point", "agency_head"},
    "office": {"officer", "examiner", "head_of_standing_office"},
    "supervisor": {"supervisor"},
}


class Standing:
    """One assignment as its facts leave it."""

    def __init__(self, opened: Event, standing_office: str) -> None:
        self.holder = str(opened["payload"]["holder"])
        self.standing_office = standing_office
        self.state = "assigned"
        self.declared, self.verified = "none", "none"
        self.submissions: dict[int, Event] = {}
        self.accepted: Event | None = None
        self._beneath: list[str] = []

    def follow(self, event: Event) -> list[tuple[str, str]]:
        """Take in one fact; what is wrong with it, by invariant."""
        kind = event["type"]
        if kind not in EDGES:
            return [("I7", f"unknown fact {kind}")]
        states, to, by = EDGES[kind]
        wrong = [] if self.state in states else [("I7", f"{kind} in state {self.state}")]
        wrong += [("I9", said) for said in self._rights(event, by)]
        self._move(event, to)
        return wrong

    def _move(self, event: Event, to: str | None) -> None:
        if to == "<":
            self.state = self._beneath.pop() if self._beneath else "in_progress"
        elif to is not None:
            if to in {"objected", "suspended"}:
                self._beneath.append(self.state)
            self.state = to
        if to in _ENDS:
            self._beneath.clear()
        self._tell(event["type"], event)

    def _tell(self, kind: str, event: Event) -> None:
        """What the agency declares and what the office has verified."""
        if kind == "ReportSubmitted":
            self.state = "in_progress" if self.state == "acknowledged" else self.state
            self.declared = "done" if event["payload"]["progress"] >= 100 else "in_progress"
        elif kind in _SAYS:
            self.declared, self.verified = _SAYS[kind]
        if kind == "EvidenceSubmitted":
            self.submissions[event["seq"]] = event
        if kind == "EvidenceAccepted":
            self.accepted = event
        if kind == "Reopened":
            self.accepted = None

    def _rights(self, event: Event, by: str) -> list[str]:
        actor = event["actor"]
        kind = event["type"]
        if by == "clock":
            return [f"{kind} by {actor}, and not by the clock"] if actor else []
        if actor is None:
            return [f"{kind} by nobody"]
        wrong = [] if actor["role"] in ROLES[by] else [f"{kind} by a {actor['role']}"]
        office = {"lead": self.holder, "office": self.standing_office}.get(by, actor["office"])
        return wrong + ([] if actor["office"] == office else [f"{kind} by {actor['office']}"])
