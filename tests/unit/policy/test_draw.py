"""The draw for re-verification: reproducible, fair, nobody's choice."""

import hashlib
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from policy.draw import drawn

IDS = st.lists(st.integers(1, 500).map(lambda n: f"kl/vi-du/{n}@G18"), max_size=80)
SHARES = st.fractions(min_value=Fraction(1, 100), max_value=1)


@given(IDS, SHARES, st.text(max_size=20))
def test_the_same_seed_draws_the_same(ids: list[str], share: Fraction, seed: str) -> None:
    """Whatever the order in which they are listed, and however often."""
    assert drawn(ids, seed=seed, share=share) == drawn(reversed(ids), seed=seed, share=share)


@given(IDS, SHARES)
def test_the_share_is_rounded_up(ids: list[str], share: Fraction) -> None:
    """One of ten is drawn when five per cent are asked for, not none."""
    count = len(set(ids))

    assert len(drawn(ids, seed="s", share=share)) == -(-count * share // 1)


def test_anybody_can_draw_it_again_with_sha256_alone() -> None:
    """The lots are those of the published rule."""
    ids = [f"kl/vi-du/{n}@G18" for n in range(1, 101)]
    lots = sorted(hashlib.sha256(f"2026-H2\n{one}".encode()).hexdigest() for one in ids)

    assert [lot for lot, _ in drawn(ids, seed="2026-H2", share=Fraction(1, 20))] == lots[:5]


def test_another_seed_draws_others() -> None:
    """So that nobody knows beforehand."""
    ids = [f"kl/vi-du/{n}@G18" for n in range(1, 101)]
    first = drawn(ids, seed="mot", share=Fraction(1, 10))

    assert {own for _, own in first} != {
        own for _, own in drawn(ids, seed="hai", share=Fraction(1, 10))
    }
