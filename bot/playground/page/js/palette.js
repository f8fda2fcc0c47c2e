const LINE_DASHES = ["", "6 4", "2 4", "9 3 2 3"];

/** How the n-th series differs from its neighbours, by more than its colour. */
export const dash = (index) => LINE_DASHES[index % LINE_DASHES.length];
export const color = (index) => `var(--series-${(index % 12) + 1})`;
