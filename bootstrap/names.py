"""Who we are: to Temporal, to the records, and to the receivers of webhooks."""

import base64
import getpass
import os
import secrets


def identity() -> str:
    """Who we are to Temporal: the operating-system user and the process."""
    return f"{system_user()}@dondoc:{os.getpid()}"


def system_user() -> str:
    """The operating-system user, recorded beside `--as` until accounts exist."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def new_secret() -> str:
    """A secret as Standard Webhooks has them: 32 random bytes."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
