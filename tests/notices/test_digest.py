"""The daily digest has every open item of every office, once a working day."""

import json
from datetime import date
from random import Random

import pytest

from register.post.digests import post_digests
from register.post.inbox import inbox_digests
from schemas.case import Assignment
from tests.builders import LEAD, OTHER, a_conclusion, a_directive
from tests.notices.sinks import Mails
from tests.notices.test_dispatcher import a_dispatcher, by_mail, gets_mail, until
from tests.register.builders import Book, Pool, a_varied_conclusion

TUESDAY = date(2023, 9, 12)
CLOSED = {"completed", "reassigned", "withdrawn"}


async def digest_of(pool: Pool, office: str) -> list[dict[str, object]]:
    found = await inbox_digests(pool, office, limit=1)
    return list(found[0]["items"]) if found else []


@pytest.mark.parametrize("seed", range(3))
async def test_every_open_item_of_an_office_is_in_its_digest(pool: Pool, seed: int) -> None:
    """Counted from the folded states themselves: what it leads, and what it owes in the work of others."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())
    await book.issues(
        a_conclusion(*(a_directive(n, assignees=[LEAD, OTHER]) for n in range(1, 9)), ref="hai")
    )
    await book.lives(Random(seed), days=60, acts=120)

    await post_digests(pool, TUESDAY)

    expected: dict[str, set[str]] = {}
    for case in book.cases.values():
        for one in case.assignments.values():
            if one.state.value not in CLOSED:
                for office in {one.holder, *(owed.by for owed in one.obligations)}:
                    expected.setdefault(office, set()).add(one.id)
    rows = await pool.fetch("SELECT office, items FROM message WHERE kind = 'digest'")
    assert expected
    assert expected == {row["office"]: {item["id"] for item in row["items"]} for row in rows}


async def test_a_digest_says_what_is_owed_and_how_late_it_is(pool: Pool) -> None:
    """Each obligation of the office stands beside its item, with its day."""
    await Book(pool).issues(a_conclusion(a_directive(1, due_on="2023-09-05")))

    await post_digests(pool, TUESDAY)

    (item,) = await digest_of(pool, LEAD)
    state = Assignment.model_validate_json(await pool.fetchval("SELECT state_json FROM assignment"))
    assert item["days_late"] == 7
    assert item["owes"] == [
        {"owed": one.owed.value, "due_on": one.due_on.isoformat()} for one in state.obligations
    ]


async def test_the_morning_may_be_repeated(pool: Pool) -> None:
    """A run that is tried again gives nobody a second digest; the first one stays as it was."""
    book = Book(pool)
    await book.issues(a_conclusion())
    await post_digests(pool, TUESDAY)
    before = await digest_of(pool, LEAD)
    await book.issues(a_conclusion(ref="them"))

    await post_digests(pool, TUESDAY)

    assert json.dumps(before) == json.dumps(await digest_of(pool, LEAD))
    assert await pool.fetchval("SELECT count(*) FROM message WHERE office = $1", LEAD) == 1


@pytest.mark.parametrize("day", [date(2023, 9, 10), date(2023, 9, 4)])
async def test_days_off_have_no_digest(pool: Pool, day: date) -> None:
    """A Sunday, and the day off for National Day."""
    await Book(pool).issues(a_conclusion())

    assert await post_digests(pool, day) == 0


async def test_a_digest_is_one_mail(pool: Pool, mails: Mails) -> None:
    """With the count of open and overdue items in its subject, and every item in its text."""
    await gets_mail(pool)
    await Book(pool).issues(
        a_conclusion(
            a_directive(1, due_on="2023-09-05"), a_directive(2), a_directive(3, due_on=None)
        )
    )
    await pool.execute("UPDATE delivery SET state = 'sent', done_at = now()")
    await post_digests(pool, TUESDAY)

    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: mails.raw)

    (mail,) = mails.read()
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "[Đôn đốc] Việc đang mở ngày 12/09/2023: 3 mục, 1 quá hạn"
    assert [n for n in (1, 2, 3) if f"kl/vi-du/{n}@G18" not in plain] == []
    assert "QUÁ HẠN 7 ngày" in plain
