"""Puts a program on a leash and becomes it: run as a script by `local.leash`, never imported.

It arranges what must be arranged inside the new process, before the program starts: a signal when the
parent dies, and an identity that PostgreSQL accepts when the parent is root. A script instead of a
`preexec_fn`, because code between fork and exec is unsafe while other threads run (the Temporal client
brings several), and newer Pythons warn about it.
"""

import ctypes
import os
import sys
import time

NOBODY = 65534
# From <linux/prctl.h>, <linux/capability.h> and <sched.h>; Python 3.11 has no names for them.
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
CLONE_NEWUSER = 0x10000000


class Refused(OSError):
    """The kernel does not allow this identity here."""


def enter_user_namespace() -> None:
    """Inside, this process is nobody; outside, its files still belong to root. Needs no other right."""
    user, group = (
        os.geteuid(),
        os.getegid(),
    )  # inside they have no number until the maps are written
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.unshare(CLONE_NEWUSER) != 0:
        raise Refused(ctypes.get_errno(), "user namespaces are forbidden here")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {user} 1"),
        ("gid_map", f"{NOBODY} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123 - a quick start counts
            file.write(text)


def become_nobody() -> None:
    """Drop root, but keep the right to pass folders closed to others, as a home folder of root is.

    Without that right the programs and the data would have to be copied to where nobody may go.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    right = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    kernel.capset(header, (ctypes.c_uint32 * 6)(right, right, right, 0, 0, 0))
    kernel.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


IDENTITIES = {"same": lambda: None, "namespace": enter_user_namespace, "nobody": become_nobody}


def die_with(parent: int, signal_number: int) -> None:
    """Ask the kernel for a signal at the parent's death, which may already have happened."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def be_watched(parent: int, signal_number: int) -> None:
    """The same where the kernel has no such signal (macOS): a second process looks twice a second."""
    program = os.getpid()
    if os.fork() != 0:
        return
    os.closerange(0, 256)  # among them the lock on the data folder, which is the program's alone
    while os.getppid() == program:
        try:
            os.kill(parent, 0)
        except OSError:
            os.kill(program, signal_number)
            break
        time.sleep(0.5)
    os._exit(0)


def main(parent: str, signal_number: str, guard: str, identity: str, *command: str) -> None:
    """Become `command`; exit code 126 says that the identity was refused, 127 that there is no such program."""
    try:
        IDENTITIES[identity]()
    except OSError as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(126)
    tie = die_with if guard == "kernel" else be_watched
    tie(int(parent), int(signal_number))  # last: a change of identity would clear it
    try:
        os.execv(command[0], command)  # noqa: S606 - no shell is the point
    except OSError as refusal:
        sys.stderr.write(f"{command[0]}: {refusal}\n")
        sys.exit(127)


if __name__ == "__main__":
    main(*sys.argv[1:])
