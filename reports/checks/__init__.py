"""Values that look wrong: found in a client's days, told in words, never changed."""
