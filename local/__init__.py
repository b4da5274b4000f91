"""The embedded default: PostgreSQL and Temporal from wheels, as children of this process, with nothing to install."""
