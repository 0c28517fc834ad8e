"""Planning notebooks: the saved state, its changes, and the one composition that turns it into an outcome."""
