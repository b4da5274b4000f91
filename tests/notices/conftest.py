"""The outside world's ends, for real: an SMTP server and a web server that keep all they receive; a real register."""

from tests.notices.sinks import mails, webhooks
from tests.register.conftest import pool, server, template, url

__all__ = ["mails", "pool", "server", "template", "url", "webhooks"]
