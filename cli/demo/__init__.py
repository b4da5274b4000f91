"""The demo: the second half of 2023 passes on the real engine, with scripted agencies at the gateway."""
