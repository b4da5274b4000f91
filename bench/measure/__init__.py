"""One module per kind of figure: each starts what it needs, measures, and leaves nothing."""
