"""A whole cluster on this machine: Temporal as separate server processes on PostgreSQL, as deploy/cluster installs it.

Used by tests/cluster and by `make bench-cluster`. Linux only: every node has a loopback address of its own.
"""
