"""Content-addressed files: what agencies submit is kept under its hash and can be read back by it."""
