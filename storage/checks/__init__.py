"""What is wrong with the data that came in: kept, found again, and told."""
