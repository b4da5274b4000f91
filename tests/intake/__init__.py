"""Whole files through intake: readers, bad input, the way from a file to a conclusion."""
