"""How an import is undone: what it and the others said, and what follows without it."""
