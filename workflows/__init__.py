"""What happens: deterministic processes without I/O. One class per lifecycle."""
