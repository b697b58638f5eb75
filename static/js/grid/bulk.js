// Several rows at once: the bar under the grid, and filling a section.

import { openRows } from "./counts.js";
import { askFor } from "./dialogs.js";
import { chooseNone, chosen, watchBoxes } from "./selection.js";
import { changeRows } from "./undo.js";
import { announce, say } from "./words.js";

const bar = document.getElementById("bulkbar");

/** Give rows a coverage; not applicable asks one reason for all of them. */
export function setCoverage(targets, coverage) {
  if (targets.length === 0) {
    announce(say("nothing-open"));
  } else if (coverage === "not_applicable") {
    askFor("reason", targets.length, (reason) => changeRows(targets, { coverage, reason }));
  } else {
    changeRows(targets, { coverage });
  }
}

/** Ask for the owner, due date or note of several rows. */
export function askAndSet(targets, what) {
  const name = what === "due" ? "due_on" : what;
  askFor(what, targets.length, (value) => changeRows(targets, { [name]: value }));
}

/** Fill the unanswered rows of the section a row stands in. */
export function fill(row, coverage) {
  setCoverage(openRows(row.closest("tbody")), coverage);
}

/** Listen to the boxes, the bar and the fill menus. */
export function watchBulk(grid) {
  watchBoxes(showBar);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.set) {
      setCoverage(chosen(), button.dataset.set);
    } else if (button?.dataset.ask) {
      askAndSet(chosen(), button.dataset.ask);
    } else if (button?.dataset.act === "clear") {
      chooseNone();
    }
  });
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=fill]");
    if (button) {
      event.preventDefault();
      button.closest("details").open = false;
      fill(button, button.value);
    }
  });
}

function showBar(rows) {
  bar.hidden = rows.length === 0;
  bar.querySelector('[data-slot="chosen"]').textContent = say("chosen", rows.length);
  for (const count of bar.querySelectorAll(".count")) {
    count.textContent = rows.length;
  }
}
