// What was changed on this page, last first.

import { rowOf } from "./page.js";
import { change, takeBack } from "./queue.js";
import { read } from "./rows.js";
import { focusRow } from "./move.js";
import { announce, say } from "./words.js";

const made = [];
const line = document.getElementById("undo-line");

/** Change rows so that it can be undone. A change of several rows says so. */
export function changeRows(targets, values) {
  const changing = targets.filter((row) => isNews(row, values));
  if (changing.length === 0) {
    return;
  }
  made.push(change(changing, values));
  const isBulk = changing.length > 1;
  if (line) {
    line.hidden = !isBulk;
  }
  if (isBulk) {
    line.querySelector('[data-slot="text"]').textContent = say("changed", changing.length);
  }
}

/** Undo the last change of this page, whole. */
export function undoLast() {
  const target = made.pop();
  if (line) {
    line.hidden = true;
  }
  if (!target) {
    announce(say("nothing-to-undo"));
    return;
  }
  takeBack(target);
  announce(say("undone", target.rows.length));
  if (target.rows.length === 1) {
    focusRow(rowOf(target.rows[0].key));
  }
}

// Saying again what a row says already changes nothing; in a conflict it settles it.
function isNews(row, values) {
  const now = read(row);
  const isSettling = row.classList.contains("is-conflict");
  return isSettling || Object.entries(values).some(([name, value]) => now[name] !== value);
}
