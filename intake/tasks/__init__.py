"""A plain Excel list of tasks, the way offices follow work today, read into a conclusion; every problem by row and column."""
