"""E-mail: one message for each office and moment, as text and as HTML, over one mail relay."""

import html
import ssl
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from notices.channel import Never, NotNow
from notices.wording import because, lines_of, office_name, subject_of
from register.post.sending import Letter, Target
from schemas.labels import Lang

__all__ = ["Mail", "Relay", "letter_as_mail"]

_PERMANENT: Final = 500
_LINK: Final = ("Xem: {url}", "See: {url}")
_HOST: Final = "dondoc.local"


@dataclass(frozen=True, slots=True)
class Relay:
    """The mail server of the house: `smtp://user:password@host:port?from=don-doc@…`, or `smtps://`."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    sender: str

    @classmethod
    def at(cls, url: str) -> Self:
        """Read the setting DONDOC_SMTP_URL; raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("smtp://[user:password@]host[:port][?from=address] expected")
        tls = parts.scheme == "smtps"
        asked = parse_qs(parts.query).get("from")
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 587 if parts.username else 25),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls=tls,
            sender=asked[0] if asked else f"don-doc@{parts.hostname}",
        )


class Mail:
    """Sends over connections that stay open while there is something to send."""

    name = "email"
    at_once = 24

    def __init__(
        self, relay: Relay, lang: Lang, *, link: str | None = None, timeout_s: float = 20.0
    ) -> None:
        self._relay = relay
        self._lang = lang
        self._link = link
        self._timeout_s = timeout_s
        self._idle: list[aiosmtplib.SMTP] = []

    async def send(self, target: Target, letter: Letter) -> str:
        """The relay's own words of acceptance; raises NotNow or Never."""
        mail = letter_as_mail(
            letter, self._lang, sender=self._relay.sender, to=target.address, link=self._link
        )
        try:
            return await self._handed_over(target.address, mail)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refused(error.recipients[0]) from error
        except aiosmtplib.SMTPDataError as error:
            raise _refused(error) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            # Also a login the relay refuses: the fault is ours to mend, and the mail is not lost meanwhile.
            raise NotNow(f"{type(error).__name__}: {error}"[:300]) from error

    async def _handed_over(self, to: str, mail: bytes) -> str:
        """Over an open connection if there is one; the relay may have closed it since, then over a new one."""
        if self._idle:
            try:
                return await self._sent(self._idle.pop(), to, mail)
            except (aiosmtplib.SMTPServerDisconnected, OSError):
                pass
        return await self._sent(await self._connected(), to, mail)

    async def _sent(self, server: aiosmtplib.SMTP, to: str, mail: bytes) -> str:
        try:
            _, said = await server.sendmail(self._relay.sender, [to], mail)
        except BaseException:
            server.close()
            raise
        self._idle.append(server)
        return said[:300]

    async def close(self) -> None:
        """Say good-bye to the relay."""
        idle, self._idle = self._idle, []
        for server in idle:
            try:
                await server.quit()
            except (aiosmtplib.SMTPException, OSError):
                server.close()

    async def _connected(self) -> aiosmtplib.SMTP:
        relay = self._relay
        server = aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.tls,
            start_tls=None,  # used where the relay offers it
            tls_context=ssl.create_default_context(),
            timeout=self._timeout_s,
        )
        await server.connect()
        if relay.user is not None and relay.password is not None:
            await server.login(relay.user, relay.password)
        return server


def letter_as_mail(letter: Letter, lang: Lang, *, sender: str, to: str, link: str | None) -> bytes:
    """The mail: a plain and an HTML form of the same lines, why it came, one link, the ids of its notices.

    Made with the older classes of the library: the newer ones parse each header they are given, and
    that is two thirds of a worker's time when thousands leave at once.
    """
    mail = MIMEMultipart("alternative", boundary=f"don-doc-{letter.id}")
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = Header(subject_of(letter, lang), "utf-8", header_name="Subject").encode()
    mail["Date"] = format_datetime(letter.moment)
    mail["Message-ID"] = f"<{letter.id}@{_HOST}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"Don doc {letter.kind} <{letter.kind}.{letter.office.lower()}.{_HOST}>"
    mail["List-Owner"] = f"<mailto:{sender}>"
    mail["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    if link:
        mail["List-Archive"] = f"<{link}>"
    mail["Idempotency-Key"] = str(letter.id)
    mail.attach(MIMEText(_plain(letter, lang, link), "plain", "utf-8"))
    mail.attach(MIMEText(_html(letter, lang, link), "html", "utf-8"))
    return mail.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _plain(letter: Letter, lang: Lang, link: str | None) -> str:
    lines = [f"{office_name(letter.office, lang)}", ""]
    for own, line in lines_of(letter, lang):
        lines += [f"- {line}", f"  {own}"]
    lines += ["", because(letter.office, lang)]
    if link:
        lines.append(_LINK[0 if lang == "vi" else 1].format(url=link))
    lines += ["", *_ids(letter)]
    return "\n".join(lines) + "\n"


def _html(letter: Letter, lang: Lang, link: str | None) -> str:
    items = "".join(
        f"<li>{html.escape(line)}<br><small>{html.escape(own)}</small></li>"
        for own, line in lines_of(letter, lang)
    )
    see = (
        f'<p><a href="{html.escape(link, quote=True)}">{html.escape(link)}</a></p>' if link else ""
    )
    ids = "<br>".join(_ids(letter))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"></head><body>'
        f"<p>{html.escape(office_name(letter.office, lang))}</p><ul>{items}</ul>"
        f"<p>{html.escape(because(letter.office, lang))}</p>{see}"
        f'<p style="color:#666"><small>{ids}</small></p></body></html>'
    )


def _ids(letter: Letter) -> list[str]:
    """Of the notices, so that any reader can count what arrived."""
    return [f"id {one['id']}" for one in letter.items] if letter.kind == "notices" else []


def _refused(error: aiosmtplib.SMTPResponseException) -> NotNow | Never:
    said = f"SMTP {error.code} {error.message}"[:300]
    return Never(said) if error.code >= _PERMANENT else NotNow(said)
