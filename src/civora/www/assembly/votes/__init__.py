"""`/take-part/KEY/vote/` and `/take-part/KEY/result/`: the ballot, the receipt, and the result explained."""
