"""What the command line says, in Vietnamese and English; the words of the domain are in `schemas.labels`."""

from schemas.wording import Both, Lang

__all__ = ["Both", "Lang"]
