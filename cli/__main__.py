"""The entry point of `dondoc`; also `python -m cli`."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from cli.app import program
from cli.desk import Desk
from cli.errors import problem_of
from cli.wishes import Wishes


def run(words: Sequence[str]) -> int:
    """Carry out one command line and give its exit code."""
    wishes = Wishes.of(words)
    desk = Desk(wishes)
    if not words or "--help" in words:
        desk.out.prepare_help()
    try:
        code = program(wishes.lang).main(
            list(words) or ["--help"], prog_name="dondoc", standalone_mode=False, obj=desk
        )
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough: `dondoc list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (
        SystemExit
    ) as ended:  # the same, noticed by Typer; or a shell's completion, answered by it
        return ended.code if isinstance(ended.code, int) else 1
    except Exception as failure:  # the edge: every failure becomes an exit code and a sentence
        problem = problem_of(failure, wishes.lang)
        desk.out.problem(problem)
        return problem.exit_code
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """End without the interpreter's shutdown, which can abort after temporalio was used."""
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
