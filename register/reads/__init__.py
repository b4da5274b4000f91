"""One function per question that screens, the CLI, the gateway and the checks ask. Nothing here writes the log."""

from register.reads.cases import (
    CommandSeen,
    case_of,
    command_seen,
    head_seq,
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
from register.reads.lists import (
    ListFilters,
    ListPage,
    comparable,
    held_by,
    list_assignments,
    overdue,
)
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
from register.reads.scope import (
    Scope,
    conclusions_for,
    list_for,
    seen_of,
    show_for,
    states_for,
    stats_for,
)
from register.reads.screens import (
    Debt,
    Standing,
    Waiting,
    extensions_waiting,
    items_by_ids,
    owed_by,
    reports_waiting,
    standing_of,
)
from register.reads.totals import DIMENSIONS, FORMULA, stats
from register.reads.unfinished import unfinished

__all__ = [
    "DIMENSIONS",
    "FORMULA",
    "CommandSeen",
    "ConclusionNow",
    "Debt",
    "ListFilters",
    "ListPage",
    "Scope",
    "Standing",
    "Waiting",
    "WorkWanted",
    "business_latest",
    "case_of",
    "command_seen",
    "comparable",
    "conclusion",
    "conclusions",
    "conclusions_for",
    "escalations",
    "events_of",
    "events_since",
    "evidence_named",
    "extension_asked",
    "extensions_waiting",
    "fact_counts",
    "head_seq",
    "held_by",
    "items_by_ids",
    "list_assignments",
    "list_for",
    "office_of_papers",
    "open_streams",
    "opened_count",
    "overdue",
    "owed_by",
    "packets_of",
    "period_figures",
    "refused",
    "reports_waiting",
    "seen_of",
    "set_virtual_clock",
    "show",
    "show_for",
    "standing_of",
    "states_for",
    "stats",
    "stats_for",
    "stream_of",
    "streams",
    "streams_for",
    "unfinished",
    "unopened",
    "virtual_clock",
    "work_at",
]
