"""Rules of intake, chapter by chapter."""
