"""A register that leaves and comes: everything as files that other programs can read, and the same register from them."""
