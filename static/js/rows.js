// A list of rows of which one has the focus; keys lead from row to row, Tab past all of them.

export const MOVES = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

// Give the focus to a row, if there is one, and make it the one that Tab comes back to.
export function focusOne(rows, row) {
  if (!row) {
    return;
  }
  for (const other of rows) {
    other.tabIndex = other === row ? 0 : -1;
  }
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// Return where a key of MOVES leads from a row, from none to the first one, and never past an end.
export function movedTo(rows, row, key) {
  const at = row ? rows.indexOf(row) + MOVES[key] : 0;
  return rows[Math.min(Math.max(at, 0), rows.length - 1)];
}
