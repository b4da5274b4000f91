"""Acts of people on assignments: which are offered, what their forms ask, how a form becomes a command."""
