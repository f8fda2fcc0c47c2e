"""Large files: their rows by the block, in arrays, with what the cells of single rows say."""
