"""The shape of a document: lines, clauses with their labels, tables, sentences."""
