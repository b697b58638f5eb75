// Two answers to one duty, shown in its row: keep mine, or theirs.

import { clone } from "./page.js";
import { say } from "./words.js";

const settlers = new WeakMap();

/**
 * Show what somebody else saved in between, beside what was typed here.
 * @param {HTMLTableRowElement} row
 * @param {object} stale as the server tells it
 * @param {{mine: Function, theirs: Function, settled: Function}} then
 */
export function showConflict(row, stale, then) {
  closeConflict(row);
  const box = clone("conflict-template");
  box.querySelector('[data-slot="says"]').textContent = stale.says;
  box.querySelector("dl").append(...stale.differences.flatMap(described));
  for (const button of box.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      closeConflict(row);
      then[button.value]();
      row.focus();
    });
  }
  settlers.set(row, then.settled);
  row.classList.add("is-conflict");
  row.querySelector(".duty-coverage").append(box);
}

/** Take the question away: it is answered, here or by a new answer to the row. */
export function closeConflict(row) {
  row.querySelector(".conflict")?.remove();
  row.classList.remove("is-conflict");
  settlers.get(row)?.();
  settlers.delete(row);
}

function described({ label, mine, theirs }) {
  const term = document.createElement("dt");
  term.textContent = label;
  const value = document.createElement("dd");
  value.textContent = `${say("theirs")} ${theirs} · ${say("mine")} ${mine}`;
  return [term, value];
}
