"""The sample workspace: who is in it, and a year and a bit of data with real-life faults."""
