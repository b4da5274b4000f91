"""What the register keeps of a state is the state: it decodes to the very same, whatever happened before."""

from random import Random

from register.deriving.states import state_in, state_json
from schemas.case import Assignment
from tests.register.builders import Book, Pool, a_varied_conclusion


async def test_a_kept_state_is_the_state_and_no_longer_than_needed(pool: Pool) -> None:
    """The fast writer and the model agree about every field of every state that occurs."""
    book = Book(pool)
    for number in range(3):
        await book.issues(a_varied_conclusion(f"kl-{number}"))
    await book.lives(Random(8), days=150, acts=150)

    for case in book.cases.values():
        for one in case.assignments.values():
            assert state_in(state_json(one)) == one
            assert Assignment.model_validate_json(one.model_dump_json()) == one
            assert "null" not in state_json(one)
