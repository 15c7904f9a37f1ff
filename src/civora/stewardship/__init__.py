"""Who may see what, and how much they may ask: the policies that holders of data set, and the quotas of the API."""
