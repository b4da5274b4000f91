"""How often somebody may call."""

import pytest

from console.api.pace import Buckets, Pace
from console.api.problems import TooMany
from tests.api.world import World


def test_a_bucket_empties_and_fills() -> None:
    """A burst at once, then a steady rate; each caller has its own."""
    now = [0.0]
    buckets = Buckets(Pace(burst=3, per_second=0.5), clock=lambda: now[0])
    for _ in range(3):
        buckets.take("a")

    with pytest.raises(TooMany) as refused:
        buckets.take("a")
    buckets.take("b")
    now[0] = 2.0
    buckets.take("a")

    assert 2 == refused.value.wait_s
    with pytest.raises(TooMany):
        buckets.take("a")


@pytest.mark.parametrize(
    ("bucket", "by", "first"), [("callers", "officer", 200), ("strangers", "wrong", 401)]
)
async def test_whoever_calls_too_often_waits(
    world: World, bucket: str, by: str, first: int
) -> None:
    """429 with how long; also who tries tokens, and before the token is looked at."""
    usual = getattr(world.api.state, bucket)
    setattr(world.api.state, bucket, Buckets(Pace(burst=2, per_second=0.01)))
    try:
        answers = [await world.get("/stats", by) for _ in range(3)]
    finally:
        setattr(world.api.state, bucket, usual)

    assert [first, first, 429] == [one.status_code for one in answers]
    assert int(answers[2].headers["retry-after"]) > 0
    assert "TooMany" == answers[2].json()["code"]
