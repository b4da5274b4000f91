"""The outbox's dispatcher and its channels: what the register says is told, once in effect."""
