"""What people ask of the register: lists, one assignment, totals, reasons, what is new."""
