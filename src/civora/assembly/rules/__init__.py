"""What is lawful in taking part. Pure: the time is passed in."""
