"""One assignment as the regulation tells it, written apart from the policy: the measure of the fold.

States are letters: A assigned, K acknowledged, P in progress, U under review, R returned, C completed,
S suspended, O objected, W withdrawn.
"""

from datetime import date, timedelta

WHERE = {
    "acknowledge": "A",
    "object": "AKP",
    "reject_objection": "O",
    "report": "KPUR",
    "hand_in": "KPR",
    "accept": "U",
    "send_back": "U",
    "ask_for_time": "AKPR",
    "grant": "AKPUR",
    "refuse": "AKPURSO",
    "amend": "AKPURSO",
    "suspend": "AKPURO",
    "resume": "S",
    "withdraw": "AKPURSO",
    "reopen": "CW",
}
LEADS_TO = {"acknowledge": "K", "hand_in": "U", "accept": "C", "send_back": "R", "object": "O"}
LEADS_TO |= {"suspend": "S", "withdraw": "W", "reopen": "P"}


class Model:
    """State, due days and what was handed in; strict reading takes the day before away."""

    def __init__(self, due: date) -> None:
        self.state = "A"
        self.beneath: list[str] = []
        self.due = self.first_due = due
        self.handed_in: date | None = None
        self.asked: date | None = None

    def allows(self, act: str, today: date, day: date) -> bool:
        """Whether the act is possible now; *day* is the day it asks for."""
        if self.state not in WHERE[act]:
            return False
        match act:
            case "ask_for_time":
                return self.asked is None and day > max(self.due, today)
            case "grant":
                return self.asked is not None and self.asked >= today and self.asked > self.due
            case "refuse":
                return self.asked is not None
            case "amend" | "resume":
                return day >= today
        return True

    def does(self, act: str, today: date, day: date) -> None:
        """What the act changes."""
        self._moves(act)
        if act in {"amend", "resume"}:
            self.due = day
        if act == "grant" and self.asked is not None:
            self.due = self.asked
        if act in {"grant", "refuse", "accept", "withdraw", "ask_for_time"}:
            self.asked = day if act == "ask_for_time" else None
        if act in {"hand_in", "reopen"}:
            self.handed_in = today if act == "hand_in" else None

    def _moves(self, act: str) -> None:
        if act in {"object", "suspend"}:
            self.beneath.append(self.state)
        if act == "report" and self.state == "K":
            self.state = "P"
        self.state = LEADS_TO.get(act, self.state)
        if act in {"reject_objection", "resume"}:
            self.state = self.beneath.pop()
        if self.state in "CW":
            self.beneath = []

    def schedule(self, today: date) -> str:
        """One of the seven groups."""
        in_time = self.handed_in is not None and self.handed_in <= self.due
        match self.state:
            case "C":
                return "done_on_time" if in_time else "done_late"
            case "S":
                return "suspended"
            case "W":
                return "withdrawn"
            case "U" if in_time:
                return "open_in_time"
        return "open_overdue" if today > self.due else "open_in_time"

    def days_late(self, today: date) -> int:
        """Days after the due day, up to today or to what was accepted."""
        if not self.schedule(today).endswith(("late", "overdue")):
            return 0
        until = self.handed_in if self.state == "C" and self.handed_in else today
        return (until - self.due) // timedelta(days=1)
