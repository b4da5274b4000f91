"""The same commands and reads from a terminal: `dondoc`. Programs call it with `--json`."""
