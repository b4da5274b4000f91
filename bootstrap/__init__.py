"""Reads the environment (`settings`, nobody else does), configures logging, and wires pool, client and store.

Used by worker.py, starter.py and the CLI; the composition roots stay small because of it.
"""

from bootstrap.leaving import leave
from bootstrap.logs import configure_logging
from bootstrap.names import identity, system_user
from bootstrap.places import Place, line_of, place_of
from bootstrap.settings import CHECKOUT, HOST_AND_PORT, Settings, keyring_of, settings_in_force
from bootstrap.telling import channels_of, dispatching
from bootstrap.wiring import Parts, client_of, database, start_what_is_planned, wired
from bootstrap.working import build_of, loading_ahead, renewing, worker_of

__all__ = [
    "CHECKOUT",
    "HOST_AND_PORT",
    "Parts",
    "Place",
    "Settings",
    "build_of",
    "channels_of",
    "client_of",
    "configure_logging",
    "database",
    "dispatching",
    "identity",
    "keyring_of",
    "leave",
    "line_of",
    "loading_ahead",
    "place_of",
    "renewing",
    "settings_in_force",
    "start_what_is_planned",
    "system_user",
    "wired",
    "worker_of",
]
