"""Health: one score a client, from a declared scorecard, with what moved it.

The day's score reads the 28 days up to and including that day; ``previous`` is the score a week
before. Weights say how much each component counts; a component of weight 0 is left out.
"""
