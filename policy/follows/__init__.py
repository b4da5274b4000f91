"""What follows from each fact about one assignment, by theme. `policy.fold` has the table that names these."""
