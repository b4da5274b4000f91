"""The event log: how events are stored, chained and read back."""
