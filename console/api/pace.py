"""How often a caller may call: a bucket of calls that fills again at a steady rate, for tokens and for addresses.

Kept in this process: the console is one process, and a restart gives everybody a full bucket.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from console.api.problems import TooMany

MOST_CALLERS: Final = 10_000
"""Buckets that are remembered; the one unused for longest is forgotten first, and it is full by then."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many calls at once, and so many a second after that."""

    burst: int
    per_second: float


OF_TOKENS: Final = Pace(burst=300, per_second=50)
OF_UPLOADS: Final = Pace(burst=60, per_second=1)
"""Files of one token, each up to 20 MB."""
OF_LETTERS: Final = Pace(burst=120, per_second=5)
"""Signed letters in the name of one agency from one address."""
OF_STRANGERS: Final = Pace(burst=60, per_second=1)
"""Calls of one address without a token that holds: an attacker guesses slowly, a mistake is found out soon."""


class Buckets:
    """One bucket for each caller."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """One call; raises TooMany with how many seconds to wait when the bucket is empty."""
        now = self._clock()
        left, at = self._left.pop(caller, (float(self._pace.burst), now))
        left = min(self._pace.burst, left + (now - at) * self._pace.per_second)
        self._left[caller] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        if left < 1:
            raise TooMany(max(1, math.ceil((1 - left) / self._pace.per_second)))
