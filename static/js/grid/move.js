// Which row has the focus, and where it goes next.

import { grid, rows } from "./page.js";

const FIELDS = "input, select, textarea, button, a, summary, [contenteditable]";

/** @returns {HTMLTableRowElement | null} the duty or section line that itself has the focus */
export function focusedRow() {
  const active = document.activeElement;
  return active?.matches?.("tr.duty, tr.grid-section") ? active : null;
}

/** @returns {boolean} whether nothing in particular has the focus, so that a key may lead in */
export function isIdle() {
  const active = document.activeElement;
  return !active || active === document.body || ["main", "grid-scroll"].includes(active.id);
}

/** @returns {boolean} whether somebody is typing or about to press something */
export function isInField(target) {
  return Boolean(target.closest?.(FIELDS));
}

/** Give a row the focus and bring it into view. */
export function focusRow(row) {
  if (!row) {
    return;
  }
  for (const other of grid.querySelectorAll('tr[tabindex="0"]')) {
    other.tabIndex = -1;
  }
  row.tabIndex = 0;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/** Move to the duty before or after; from a section line to its own rows. Returns where it is. */
export function step(from, by) {
  const all = [...grid.querySelectorAll("tr.duty, tr.grid-section")];
  let at = from ? all.indexOf(from) : -1;
  do {
    at += by;
  } while (all[at] && !all[at].matches(".duty"));
  focusRow(all[at]);
  return all[at] ?? null;
}

/** Move to the line of the section before or after. */
export function stepSection(from, by) {
  const lines = [...grid.querySelectorAll("tr.grid-section")];
  const own = from?.closest("tbody").querySelector("tr.grid-section");
  const isInside = from && from !== own;
  const at = own ? lines.indexOf(own) + (by < 0 && isInside ? 0 : by) : 0;
  focusRow(lines[Math.min(Math.max(at, 0), lines.length - 1)]);
}

/** Move to the next unanswered row, from the top again after the last. False if there is none. */
export function nextOpen(from) {
  const all = [...grid.querySelectorAll("tr.duty, tr.grid-section")];
  const at = from ? all.indexOf(from) : -1;
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  const found = order.find((row) => row.matches('.duty[data-state="unanswered"]'));
  focusRow(found);
  return Boolean(found);
}

/** Let the Tab key reach the rows: one of them at a time can be tabbed to. */
export function rove() {
  const named = location.hash.startsWith("#duty-") && document.getElementById(location.hash.slice(1));
  const first = named || rows()[0];
  if (first) {
    first.tabIndex = 0;
  }
  if (named) {
    focusRow(named);
  }
  grid.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr.duty, tr.grid-section");
    if (row && row.tabIndex !== 0) {
      for (const other of grid.querySelectorAll('tr[tabindex="0"]')) {
        other.tabIndex = -1;
      }
      row.tabIndex = 0;
    }
  });
}
