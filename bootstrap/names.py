"""Who we are: to Temporal and to the records."""

import getpass
import os


def identity() -> str:
    """Who we are to Temporal: the operating-system user and the process."""
    return f"{system_user()}@dondoc:{os.getpid()}"


def system_user() -> str:
    """The operating-system user, recorded beside `--as` until accounts exist."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
