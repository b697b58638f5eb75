// Mouse and touch, and the radio group's own arrows: they do what the keys do.

import { askReason, editDue, editOwner, leaveReason } from "./editors.js";
import { isWritable } from "./page.js";
import { changeRows } from "./undo.js";

/** Listen to the segments, and to the owner and date of each row. */
export function watchPointer(grid) {
  let isPointer = false;
  grid.addEventListener("pointerdown", () => {
    isPointer = true;
  });
  grid.addEventListener("keydown", () => {
    isPointer = false;
  });
  grid.addEventListener("change", (event) => {
    if (event.target.matches(".segments input")) {
      chosen(event.target, isPointer);
    }
  });
  grid.addEventListener("click", (event) => {
    const value = event.target.closest("a[data-edit]");
    const row = value?.closest("tr");
    if (row && isWritable(row) && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      (value.dataset.edit === "owner" ? editOwner : editDue)(row);
    }
  });
}

function chosen(radio, isPointer) {
  const row = radio.closest("tr");
  if (radio.value === "not_applicable") {
    // With the arrows one may only be passing: the field opens, the focus stays.
    askReason(row, { focus: isPointer });
    return;
  }
  if (row.classList.contains("is-asking")) {
    row.classList.remove("is-asking");
    radio.checked = true;
  }
  if (radio.value === row.dataset.state) {
    leaveReason(row);
  } else {
    changeRows([row], { coverage: radio.value });
  }
}
