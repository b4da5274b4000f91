"""From clauses to directives: who must do what by when, by rules that are tables."""
