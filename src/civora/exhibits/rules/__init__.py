"""Pure rules of charts: proposals (`propose`), the question asked (`question`), the numbers (`plot`), the spec (`spec`)."""
