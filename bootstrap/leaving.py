"""The end of a process that used temporalio."""

import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End a process that used temporalio: interpreter shutdown can abort with 134 after the work is done."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
