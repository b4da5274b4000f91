"""The memory that people read: event log, read model, counters and outbox in PostgreSQL. Every SQL statement lives here."""
