"""What came of it, in numbers: intervals, fair rates, trends, before and after. Pure; the standard library only."""
