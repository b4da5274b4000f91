"""The dispatcher of notices beside a worker, and the channels that the environment names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from bootstrap.places import Place
from bootstrap.settings import Settings
from notices.channel import Channel
from notices.dispatcher import Dispatcher, Pace
from notices.mail import Mail, Relay
from notices.webhooks import Webhooks
from register.pool import open_pool

_DISPATCHER_CONNECTIONS: Final = 4


@asynccontextmanager
async def dispatching(
    place: Place, settings: Settings, *, pace: Pace | None = None
) -> AsyncIterator[None]:
    """A dispatcher of notices beside the worker, on connections of its own, so that neither waits for the other."""
    pool = await open_pool(place.database_url, at_most=_DISPATCHER_CONNECTIONS)
    try:
        async with Dispatcher(pool, channels_of(settings), pace).running():
            yield
    finally:
        pool.terminate()


def channels_of(settings: Settings) -> list[Channel]:
    """Webhooks always, since an office's address says whether it has one; mail when there is a relay."""
    channels: list[Channel] = [Webhooks(settings.lang)]
    if settings.smtp_url is not None:
        channels.append(Mail(Relay.at(settings.smtp_url), settings.lang, link=settings.public_url))
    return channels
