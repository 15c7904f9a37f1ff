"""Who may see which rows and columns: the decision, as a pure function of policy and reader."""
