"""`/indicators/`: targets kept and missed, projects with what they cost and changed, places compared fairly."""
