"""Webhooks: one CloudEvents 1.0 document for each message, signed as Standard Webhooks says."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Final

import httpx2
import pydantic_core
from standardwebhooks.webhooks import Webhook

from notices.channel import Never, NotNow
from notices.doors import door_of
from notices.wording import line_of, subject_of
from register.post.sending import Letter, Target
from schemas.labels import Lang

__all__ = ["Webhooks", "event_of", "signed"]

SOURCE: Final = "urn:dondoc"
_LONGEST_ANSWER: Final = 1_000
_GONE: Final = 410
_BUSY: Final = frozenset({429, 503})
_LONGEST_WAIT: Final = timedelta(hours=6)


class Webhooks:
    """POSTs to the offices' systems; follows no redirect and opens no private door unless allowed."""

    name = "webhook"
    at_once = 32

    def __init__(self, lang: Lang, *, timeout_s: float = 10.0) -> None:
        self._lang = lang
        self._timeout_s = timeout_s

    @cached_property
    def _client(self) -> httpx2.AsyncClient:
        """Made for the first letter: most offices have no address to send to, and it loads long."""
        return httpx2.AsyncClient(
            follow_redirects=False,
            trust_env=False,  # a proxy of ours would resolve the name again
            timeout=httpx2.Timeout(self._timeout_s, connect=self._timeout_s / 2),
            limits=httpx2.Limits(
                max_connections=self.at_once, max_keepalive_connections=self.at_once
            ),
        )

    async def send(self, target: Target, letter: Letter) -> str:
        """The first line of what the receiver answered; raises NotNow or Never."""
        door = await door_of(target.address, may_be_private=target.may_be_private)
        body = pydantic_core.to_json(event_of(letter, self._lang)).decode()
        headers = {"Host": door.host, "Content-Type": "application/cloudevents+json; charset=utf-8"}
        headers |= signed(str(letter.id), body, target.secrets, at=datetime.now(UTC))  # noqa: TID251 - the edge: the receiver compares it with its own clock
        request = self._client.build_request(
            "POST", door.url, content=body, headers=headers, extensions={"sni_hostname": door.name}
        )
        try:
            answer = await self._client.send(request, stream=True)
            try:
                said = await _first_of(answer)
            finally:
                await answer.aclose()
        except (httpx2.HTTPError, OSError) as error:
            raise NotNow(f"{type(error).__name__}: {error}"[:300]) from error
        return _judged(answer, said)

    async def close(self) -> None:
        """End the kept connections, where there are any."""
        if "_client" in self.__dict__:
            await self._client.aclose()


def event_of(letter: Letter, lang: Lang) -> dict[str, Any]:
    """The CloudEvents envelope; its id is the message's, the same however often it is sent."""
    return {
        "specversion": "1.0",
        "id": str(letter.id),
        "source": SOURCE,
        "type": f"vn.dondoc.{letter.kind}.v1",
        "subject": letter.office,
        "time": letter.moment.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "office": letter.office,
            "title": subject_of(letter, lang),
            "day": letter.day,
            "items": [
                _item(one, lang) if letter.kind == "notices" else one for one in letter.items
            ],
        },
    }


def signed(own: str, body: str, secrets: tuple[str, ...], *, at: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks; while a secret changes, one signature with each."""
    signatures = " ".join(Webhook(secret).sign(own, at, body) for secret in secrets)
    return {
        "webhook-id": own,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
        "Idempotency-Key": own,
    }


def _item(item: dict[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        "id": item["id"],
        "fact": item["kind"],
        "assignment": item["target"],
        "conclusion": item["ref"] and f"kl/{item['ref']}",
        "number": item["number"],
        "to": item["addressee"],
        "at": item["at"],
        "due_on": item["due_on"],
        "said": item["said"],
        "text": line_of(item, lang),
    }


async def _first_of(answer: httpx2.Response) -> str:
    """The beginning of the answer; the rest of a long one is left unread."""
    found = b""
    async for chunk in answer.aiter_bytes():
        found += chunk
        if len(found) >= _LONGEST_ANSWER:
            break
    return found[:_LONGEST_ANSWER].decode("utf-8", "replace").replace("\x00", "\ufffd")


def _judged(answer: httpx2.Response, said: str) -> str:
    line = f"HTTP {answer.status_code} {said.splitlines()[0] if said else ''}".strip()[:300]
    if answer.is_success:
        return line
    if answer.status_code == _GONE:
        raise Never(line)
    raise NotNow(line, after=_asked_for(answer) if answer.status_code in _BUSY else None)


def _asked_for(answer: httpx2.Response) -> timedelta | None:
    """What a busy receiver asks for in Retry-After, in seconds or as a date."""
    asked = answer.headers.get("retry-after", "")
    try:
        wait = (
            timedelta(seconds=int(asked))
            if asked.isdigit()
            else parsedate_to_datetime(asked) - datetime.now(UTC)  # noqa: TID251 - the edge
        )
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta()), _LONGEST_WAIT)
