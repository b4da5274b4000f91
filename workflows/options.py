"""Named activity options: each says what it protects."""

from datetime import timedelta
from typing import Final

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityConfig, LocalActivityConfig

COMMIT_AT_ONCE: Final = LocalActivityConfig(
    # Shares the workflow task, so all its tries, their waiting in a busy worker included, must end within 80 % of
    # the task's 10 s: a task that is prolonged for it takes in commands that a replay would see too early.
    schedule_to_close_timeout=timedelta(seconds=7),
    start_to_close_timeout=timedelta(seconds=3),
    retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_attempts=2),
)
COMMIT_WHEN_POSSIBLE: Final = ActivityConfig(
    # The register must never miss an event: tried again for as long as the case lives.
    start_to_close_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1),
        backoff_coefficient=1.5,
        maximum_interval=timedelta(seconds=30),
    ),
)
RECONCILE_ONCE_AN_HOUR: Final = ActivityConfig(
    # It looks at every open packet; a worker that dies meanwhile is noticed by its silence.
    start_to_close_timeout=timedelta(minutes=50),
    heartbeat_timeout=timedelta(minutes=2),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=30), maximum_attempts=3),
)
MOST_EVENTS_IN_HISTORY: Final = 2_000
"""Continue-as-new from here on, at the next quiet moment (design §2)."""

SWEEP_AT_LEISURE: Final = ActivityConfig(
    # Looks through a whole store; tried again tomorrow rather than all night.
    start_to_close_timeout=timedelta(hours=1),
    retry_policy=RetryPolicy(initial_interval=timedelta(minutes=1), maximum_attempts=3),
)
