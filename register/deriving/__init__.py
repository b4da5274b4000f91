"""What follows from events in the rows of the read model: pure, so that commit, rebuild and verify agree."""
