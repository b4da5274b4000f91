"""One function per question that screens, the CLI, the gateway and the checks ask. Nothing here writes the log."""

from register.reads.cases import (
    CommandSeen,
    case_of,
    command_seen,
    open_streams,
    opened_count,
    packets_of,
    stream_of,
    streams,
    streams_for,
    unopened,
)
from register.reads.clock import business_latest, set_virtual_clock, virtual_clock
from register.reads.conclusions import ConclusionNow, conclusion, conclusions
from register.reads.details import show
from register.reads.lists import ListFilters, ListPage, comparable, list_assignments, overdue
from register.reads.log import (
    escalations,
    events_of,
    events_since,
    evidence_named,
    fact_counts,
    refused,
)
from register.reads.papers import WorkWanted, extension_asked, office_of_papers, work_at
from register.reads.periods import period_figures
from register.reads.totals import DIMENSIONS, FORMULA, stats

__all__ = [
    "DIMENSIONS",
    "FORMULA",
    "CommandSeen",
    "ConclusionNow",
    "ListFilters",
    "ListPage",
    "WorkWanted",
    "business_latest",
    "case_of",
    "command_seen",
    "comparable",
    "conclusion",
    "conclusions",
    "escalations",
    "events_of",
    "events_since",
    "evidence_named",
    "extension_asked",
    "fact_counts",
    "list_assignments",
    "office_of_papers",
    "open_streams",
    "opened_count",
    "overdue",
    "packets_of",
    "period_figures",
    "refused",
    "set_virtual_clock",
    "show",
    "stats",
    "stream_of",
    "streams",
    "streams_for",
    "unopened",
    "virtual_clock",
    "work_at",
]
