"""`/contribute/`: campaigns in which residents gather data, and at the desk what waits to be decided."""
