"""`/desk/`: where staff publish and manage data. Its screens call the same actions as the command line and the API."""
