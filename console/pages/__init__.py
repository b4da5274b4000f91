"""One module for each screen; a screen reads through `register.reads` and acts through the gateway."""
