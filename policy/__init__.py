"""The rules of directive work as pure functions over visible tables: no I/O, no clock, no Temporal, no logging."""
