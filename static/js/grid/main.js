// The grid, put together. Without this file it works by its forms.

import { watchPointer } from "./pointer.js";
import { watchBulk } from "./bulk.js";
import { watchClipboard } from "./copying.js";
import { showHelp, watchChoices, watchSoon } from "./dialogs.js";
import { watchReasons } from "./editors.js";
import { watchKeys } from "./keys.js";
import { rove } from "./move.js";
import { canAnswer, grid, hasKeys } from "./page.js";
import { openFor, watchProofs } from "./proofs.js";
import { resume, watchNetwork } from "./queue.js";
import { watchScroll } from "./sections.js";
import { chosen } from "./selection.js";
import { holdWindow } from "./store.js";
import { changeRows, undoLast } from "./undo.js";

rove();
watchScroll();
if (hasKeys) {
  watchKeys();
  watchClipboard();
}
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act === "help") {
    showHelp();
  } else if (act === "undo") {
    undoLast();
  } else if (act === "proofs") {
    openFor(chosen());
  } else if (act === "still-true") {
    changeRows([event.target.closest("tr.duty")], { still_true: "true" });
  }
});
if (canAnswer) {
  watchBulk(grid);
  watchChoices();
  watchSoon();
  watchReasons(grid);
  watchPointer(grid);
  watchProofs();
  holdWindow();
  watchNetwork();
  void resume();
}
