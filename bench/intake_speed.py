"""How long intake takes for whole files: `python -m bench.intake_speed FILE…`.

Each file is read and proposed in a process of its own, so that its peak of memory is its own. Prints a
line for each; writes nothing.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

_ONE = "--one"


def measured(path: Path) -> dict[str, float | int]:
    """Seconds to read and to propose, pages, directives, and the peak of memory of this process."""
    import intake

    start = time.perf_counter()
    document = intake.read(path)
    read = time.perf_counter()
    proposal = intake.propose(document)
    done = time.perf_counter()
    return {
        "pages": len(document.pages),
        "characters": len(document.text),
        "directives": len(proposal.directives),
        "read_s": round(read - start, 3),
        "propose_s": round(done - read, 3),
        "total_s": round(done - start, 3),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main(argv: list[str]) -> int:
    """Prints the figures of each file; 2 without a file."""
    if argv[:1] == [_ONE]:
        print(json.dumps(measured(Path(argv[1]))))
        return 0
    if not argv:
        print(__doc__, file=sys.stderr)
        return 2
    for name in argv:
        command = [sys.executable, "-m", "bench.intake_speed", _ONE, name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - this very program
        print(name, done.stdout.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
