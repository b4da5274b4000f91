"""Free ports on the loopback interface for servers that cannot choose one themselves."""

import socket

LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Different ports that nobody listens on now.

    All are held until the last one is found, so one call never names a port twice. Another process may
    still take one before its server does: whoever starts a server tries again with new ports.
    """
    held = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    try:
        return [int(holder.getsockname()[1]) for holder in held]
    finally:
        for holder in held:
            holder.close()
