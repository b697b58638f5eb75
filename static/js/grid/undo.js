// What was changed on this page, last first.

import { grid, rowOf } from "./page.js";
import { change, takeBack } from "./queue.js";
import { read } from "./rows.js";
import { focusRow } from "./move.js";
import { announce, say } from "./words.js";

/** @type {object[][]} the changes that one undo takes back together, each of some rows */
const made = [];
const line = document.getElementById("undo-line");

/** Change rows so that it can be undone. A change of several rows says so. */
export function changeRows(targets, values) {
  const changing = targets.filter((row) => isNews(row, values));
  if (changing.length === 0) {
    return;
  }
  made.push(sliced(changing).map((some) => change(some, values)));
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
  const targets = lastMade();
  const keys = targets.flatMap((target) => target.rows.map(({ key }) => key));
  if (line) {
    line.hidden = true;
  }
  if (keys.length === 0) {
    announce(say("nothing-to-undo"));
    return;
  }
  targets.forEach(takeBack);
  announce(say("undone", keys.length));
  if (keys.length === 1) {
    focusRow(rowOf(keys[0]));
  }
}

// What was refused or is in conflict changed nothing: the one before it was the last.
function lastMade() {
  let targets = made.pop();
  while (targets && !targets.some((target) => target.rows.length)) {
    targets = made.pop();
  }
  return targets ?? [];
}

// The server takes so many rows at a time.
function sliced(targets) {
  const most = Number(grid.dataset.most);
  const count = Math.ceil(targets.length / most);
  return Array.from({ length: count }, (_, n) => targets.slice(n * most, (n + 1) * most));
}

// Saying again what a row says already changes nothing; in a conflict it settles it.
function isNews(row, values) {
  const now = read(row);
  const isConfirming = "recheck" in row.dataset && "coverage" in values;
  const isSettling = isConfirming || row.classList.contains("is-conflict");
  return isSettling || Object.entries(values).some(([name, value]) => now[name] !== value);
}
