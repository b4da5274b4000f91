"""Lives of assignments, drawn from a seed: issued, acknowledged, reported on, returned, accepted, reopened; each
command once to five times, with the same id and with new ones, in order and out of it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final

from tests.builders import DECISION, OFFICE, a_conclusion, a_directive, at
from tests.faults.callers import Callers, Issue, Offer, all_of, offset_to

LEADS: Final = ("G01", "G02", "G03", "G04", "G05", "G06", "G12", "G18")
SUCCESSORS: Final = ("G07", "G08", "G09", "G10", "G11")
OPENS_ON: Final = date(2023, 8, 1)
RUNG_DAYS: Final = {"-7d": date(2023, 10, 24), "-1d": date(2023, 10, 30)}
"""Working days on whose morning that rung of the directives of tests.builders (due on 31/10/2023) is sent."""
EXAMINER: Final = (OFFICE, "examiner")
SUPERVISOR: Final = ("Z05", "supervisor")
COPIES: Final = (1, 1, 1, 1, 2, 2, 3, 5)
STYLES: Final = ("single", "single", "whole", "waiting")
SIZES: Final = {"whole": (6, 16), "crowd": (4, 40)}
"""Directives of a conclusion; of the other styles one to three."""
LEFT_OPEN: Final = 0.05
"""So many lives are not ended, so that running workflows are there to be examined."""


class Lives:
    """A number of lives on one lab; a conclusion holds one to sixteen of them, where there are crowds up to 320 in two packets."""

    def __init__(self, callers: Callers, seed: int, *, styles: Sequence[str] = STYLES) -> None:
        self._callers = callers
        self._styles = styles
        self._dice: Random = callers.dice
        self._seed = seed

    async def live(self, lives: int, *, at_once: int = 12) -> None:
        """All of them, to their ends; a late repetition of earlier commands follows."""
        await all_of(self._conclusions(lives), at_once=at_once)
        done = self._callers.log.done()
        again = self._dice.sample(done, len(done) // 20)
        await all_of((partial(self._repeats, one) for one in again), at_once=at_once)

    def _conclusions(self, lives: int) -> Iterator[Callable[[], Awaitable[None]]]:
        number = len(self._callers.log.issues)
        while lives > 0:
            number += 1
            ref = f"loi-{self._seed}-{number}"
            style = self._dice.choice(self._styles)
            directives = min(self._dice.randint(*SIZES.get(style, (1, 3))), lives)
            lives -= directives * (len(LEADS) if style == "crowd" else 1)
            yield partial(self._lived, style, ref, directives)

    async def _lived(self, style: str, ref: str, directives: int) -> None:
        await getattr(self, f"_{style}")(ref, directives)
        self._callers.log.issues[ref].ended = time.monotonic()

    async def _single(self, ref: str, directives: int) -> None:
        """Everybody acts for themselves."""
        leads = [self._dice.choice(LEADS) for _ in range(directives)]
        await self._issued(ref, leads, offset_to(at(OPENS_ON)))
        await self._each(ref, leads)

    async def _whole(self, ref: str, directives: int) -> None:
        """One agency leads all, and it and the office mostly act on the conclusion as a whole."""
        lead = self._dice.choice(LEADS)
        await self._issued(ref, [lead] * directives, offset_to(at(OPENS_ON)))
        target, agency = f"kl/{ref}", (lead, "agency_head")
        await self._act("acknowledge", target, agency)
        await self._act("submit_report", target, agency, period="2023-08", results="Đã làm", progress=40)  # fmt: skip
        await self._evidence(target, agency, ref)
        if self._dice.random() < 0.3:
            await self._act(
                "review_evidence", target, EXAMINER, verdict="return", reason="Thiếu phụ lục"
            )
            await self._evidence(target, agency, ref)
        if self._dice.random() > LEFT_OPEN:
            await self._act("review_evidence", target, EXAMINER, verdict="accept")

    async def _crowd(self, ref: str, directives: int) -> None:
        """Each directive goes to every agency: each acts on all that is its own at once, few on a single one."""
        leads = [list(LEADS)] * directives
        await self._issued(ref, leads, offset_to(at(OPENS_ON)))
        await asyncio.gather(*(self._of_the_crowd(ref, lead, directives) for lead in LEADS))
        if self._dice.random() < 0.5:
            await self._act("review_evidence", f"kl/{ref}", EXAMINER, verdict="accept")
        else:
            for n in self._dice.sample(range(1, directives + 1), directives):
                await self._act("review_evidence", f"kl/{ref}/{n}", EXAMINER, verdict="accept")

    async def _of_the_crowd(self, ref: str, lead: str, directives: int) -> None:
        """Up to the evidence of one agency for all its directives, one of which may go a way of its own."""
        target, agency = f"kl/{ref}", (lead, "agency_head")
        own = f"kl/{ref}/{self._dice.randint(1, directives)}@{lead}"
        if self._dice.random() < 0.2:
            await self._act("acknowledge", own, agency)
            await self._on_the_way(own, agency)
        if self._dice.random() < 0.05:
            await self._act("withdraw", own, EXAMINER, reason="Không cần nữa", decision=DECISION)
        await self._act("acknowledge", target, agency)
        await self._act("submit_report", target, agency, period="2023-08", results="Đã làm", progress=40)  # fmt: skip
        await self._evidence(target, agency, f"{ref}@{lead}")
        if self._dice.random() < 0.2:
            await self._act(
                "review_evidence", own, EXAMINER, verdict="return", reason="Thiếu phụ lục"
            )
            await self._evidence(own, agency, own)

    async def _waiting(self, ref: str, directives: int) -> None:
        """Nobody acts until the morning on which a rung is due has come, a few seconds from now."""
        rung, day = self._dice.choice(list(RUNG_DAYS.items()))
        leads = [self._dice.choice(LEADS) for _ in range(directives)]
        morning = at(day, 8)
        offset = offset_to(morning, in_s=self._dice.uniform(1, 6))
        issue = await self._issued(ref, leads, offset, silent_until=morning, rung=rung)
        if issue.silent_until is not None:
            left = issue.silent_until - timedelta(seconds=offset) - datetime.now(UTC)
            await asyncio.sleep(max(left.total_seconds(), 0) + 0.5)
        await self._each(ref, leads)

    async def _issued(
        self, ref: str, leads: Sequence[str | list[str]], offset: int, **said: Any
    ) -> Issue:
        carried = {"period": "6 tháng đầu năm 2023", "due_on": "2023-06-30"}
        of_each = [[one] if isinstance(one, str) else one for one in leads]
        directives = [
            a_directive(n, assignees=some)
            | ({"carried_over_from": carried} if self._dice.random() < 0.1 else {})
            for n, some in enumerate(of_each, start=1)
        ]
        issue = Issue(
            a_conclusion(*directives, ref=ref),
            offset,
            tuple(
                f"kl/{ref}/{n}@{lead}" for n, some in enumerate(of_each, start=1) for lead in some
            ),
            **said,
        )
        self._callers.log.lives += len(issue.assignments)
        await self._callers.issue(issue)
        return issue

    async def _each(self, ref: str, leads: list[str]) -> None:
        targets = [(f"kl/{ref}/{n}@{lead}", lead) for n, lead in enumerate(leads, start=1)]
        await asyncio.gather(*(self._one(target, lead) for target, lead in targets))

    async def _one(self, target: str, lead: str) -> None:
        """From the acknowledgement to the end, by one of the ways there are."""
        agency = (lead, "focal_point")
        if self._dice.random() < 0.1:
            await self._act("object", target, agency, reason="Không đúng chức năng")
            await self._act(
                "decide_objection", target, EXAMINER, verdict="reject", reason="Đúng chức năng"
            )
        if self._dice.random() < 0.1:  # too early: refused
            await self._act("review_evidence", target, EXAMINER, verdict="accept")
        await self._act("acknowledge", target, agency)
        await self._on_the_way(target, agency)
        if (drawn := self._dice.random()) < LEFT_OPEN:
            return
        if drawn < 0.1:
            await self._act("withdraw", target, EXAMINER, reason="Không cần nữa", decision=DECISION)
        elif drawn < 0.15:
            await self._handed_over(target)
        else:
            await self._accepted(target, agency)

    async def _on_the_way(self, target: str, agency: tuple[str, str]) -> None:
        if self._dice.random() < 0.6:
            await self._act("submit_report", target, agency, period="2023-08", results="Đã làm", progress=40)  # fmt: skip
            if self._dice.random() < 0.5:
                await self._act("review_report", target, EXAMINER, verdict="accept")
        if self._dice.random() < 0.1:
            await self._act(
                "request_extension", target, agency, new_due_on="2023-12-15", reason="Chờ ý kiến"
            )
            await self._act(
                "decide_extension", target, EXAMINER, verdict="refuse", reason="Không có căn cứ"
            )
        if self._dice.random() < 0.05:
            await self._act("suspend", target, EXAMINER, reason="Chờ luật", decision=DECISION)
            await self._act("resume", target, EXAMINER, new_due_on="2023-12-20", decision=DECISION)
        if self._dice.random() < 0.2:
            await self._act("note", target, SUPERVISOR, text="Theo dõi sát")
        if self._dice.random() < 0.1:  # a stranger: refused
            await self._act("name_unit", target, ("G13", "focal_point"), unit="Vụ Kế hoạch")

    async def _handed_over(self, target: str) -> None:
        to = self._dice.choice(SUCCESSORS)
        await self._act("reassign", target, EXAMINER, to=to, reason="Chuyển", decision=DECISION)
        successor, agency = f"{target.rpartition('@')[0]}@{to}", (to, "focal_point")
        await self._act("acknowledge", successor, agency)
        await self._accepted(successor, agency)

    async def _accepted(self, target: str, agency: tuple[str, str]) -> None:
        await self._evidence(target, agency, target)
        if self._dice.random() < 0.2:
            await self._act(
                "review_evidence", target, EXAMINER, verdict="return", reason="Thiếu phụ lục"
            )
            await self._evidence(target, agency, target)
        await self._act("review_evidence", target, EXAMINER, verdict="accept")
        if self._dice.random() < 0.05:
            await self._act("reopen", target, EXAMINER, reason="Hậu kiểm không đạt")
            await self._evidence(target, agency, target)
            await self._act("review_evidence", target, EXAMINER, verdict="accept")

    async def _evidence(self, target: str, agency: tuple[str, str], name: str) -> None:
        file = await self._callers.evidence(f"{name.replace('/', '-')}.pdf")
        await self._act(
            "submit_evidence",
            target,
            agency,
            files=[file.model_dump()],
            document_no="77/BC",
            document_date="2023-08-01",
        )

    async def _act(self, name: str, target: str, actor: tuple[str, str], **said: Any) -> Offer:
        """One act, offered once to five times: at once or later, under its id or under new ones."""
        command = self._callers.as_command(name, target, actor, **said)
        copies = self._dice.choice(COPIES) - 1
        same = self._dice.randint(0, copies)
        others = [command] * same + [
            command.but(command_id=self._callers.new_id()) for _ in range(copies - same)
        ]
        self._dice.shuffle(others)
        if self._dice.random() < 0.5:
            offers = await asyncio.gather(*map(self._callers.send, [command, *others]))
            return offers[0]
        offer = await self._callers.send(command)
        await asyncio.gather(*map(self._callers.send, others))
        return offer

    async def _repeats(self, offer: Offer) -> None:
        """Long after, the same again: answered as before, and nothing happens."""
        await self._callers.send(offer.command)
