"""The sample files, for the tests beside this module."""

from pathlib import Path
from typing import Final

from gateway.reading import read_conclusion
from schemas.conclusion import Conclusion

FOLDER: Final = Path(__file__).parents[3] / "samples"
FILES: Final = tuple(sorted(FOLDER.glob("*.yaml")))


def sample(name: str) -> Conclusion:
    """The conclusion in a sample file; the reader refuses one with any problem."""
    return read_conclusion(FOLDER / f"{name}.yaml")
