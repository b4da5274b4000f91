"""Measures the figures of the budgets on the local default, in processes of their own."""
