"""The papers an office sends: letters, the decision, the follow-up table, the periodic report."""
