"""What follows for indicators: values reported, and the days by which they are owed where a ladder says so."""

from policy.follows.owing import owe, without
from policy.indicators import days_to_reach, with_values
from schemas.case import Assignment, Obligation
from schemas.events import Event
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Owed


def values_reported(assignment: Assignment, event: Event) -> Assignment:
    """The newest values; days whose values are all reached are no longer owed."""
    reported = event.payload.get("indicators") or ()
    if not assignment.aims or not reported:
        return assignment
    told = assignment.but(aims=with_values(assignment.aims, reported, seq=event.seq))
    open_days = days_to_reach(told)
    return without(told, lambda one: one.owed is Owed.INDICATOR and one.due_on not in open_days)


def owe_values(assignment: Assignment, event: Event, rules: Rules, *, anew: bool) -> Assignment:
    """A value owed for every day to come that is not reached, if the ladder tells anybody.

    *anew*, after the opening, the key names the event: a rung happens once under one key.
    """
    if not assignment.aims or not rules.ladder_of(Owed.INDICATOR):
        return assignment
    today = day_of(event.at)
    owed = {one.due_on for one in assignment.obligations if one.owed is Owed.INDICATOR}
    for day in days_to_reach(assignment):
        if day < today or day in owed:
            continue
        key = f"{Owed.INDICATOR}:{day}" + (f":{event.seq}" if anew else "")
        assignment = owe(
            assignment,
            Obligation(
                key=key,
                owed=Owed.INDICATOR,
                by=assignment.holder,
                due_on=day,
                opened_at=event.at,
            ),
        )
    return assignment
