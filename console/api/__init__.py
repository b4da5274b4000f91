"""The REST API under /api/v1: the reads of the screens and the commands of the offices, for systems of agencies."""
