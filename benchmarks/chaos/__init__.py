"""Deliveries under fire: all that may fail fails, and at the end each must stand once."""
