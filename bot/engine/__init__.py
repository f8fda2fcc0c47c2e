"""The engine of the deliveries: one posts, one keeps the clock, and all may be many."""
