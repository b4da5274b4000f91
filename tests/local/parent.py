"""A stand-in for `dondoc up`: starts both servers on a folder, says where they are, then waits to be killed."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal

folder = Path(sys.argv[1])
postgres, temporal = EmbeddedPostgres(folder), EmbeddedTemporal(folder)
with ThreadPoolExecutor() as pool:  # threads that end here, as those of asyncio.to_thread may
    url, address = pool.map(lambda server: server.start(), (postgres, temporal))
sys.stdout.write(f"{postgres.pid} {temporal.pid} {url} {address}\n")
sys.stdout.flush()
time.sleep(600)
