// The keys. Digits by physical key, since AZERTY has them on Shift; the rest by character.
//
// Answer keys act only while a row itself has the focus (WCAG 2.1.4): in a field, a radio group
// or a menu they are the browser's.

import { askAndSet, fill, setCoverage } from "./bulk.js";
import { isDialogOpen, showHelp } from "./dialogs.js";
import { askReason, editDue, editNote, editOwner } from "./editors.js";
import { focusedRow, focusRow, isIdle, isInField, nextOpen, step, stepSection } from "./move.js";
import { canAnswer, isWritable, rows } from "./page.js";
import { openFor, openProofs } from "./proofs.js";
import { choose, chooseNone, targetsOf } from "./selection.js";
import { changeRows, undoLast } from "./undo.js";
import { announce, say } from "./words.js";

const DIGITS = ["unanswered", "covered", "partial", "gap", "not_applicable"];

const MOVES = {
  j: (row) => step(row, 1),
  ArrowDown: (row) => step(row, 1),
  k: (row) => step(row, -1),
  ArrowUp: (row) => step(row, -1),
  u: (row) => nextOpen(row) || announce(say("nothing-open")),
  "]": (row) => stepSection(row, 1),
  "[": (row) => stepSection(row, -1),
  "/": openFilter,
  "?": showHelp,
  z: () => canAnswer && undoLast(),
};

const ON_ROW = {
  x: (row) => isWritable(row) && choose(row, !row.classList.contains("is-selected")),
  n: (row) => editing(row, "note", editNote),
  a: (row) => editing(row, "owner", editOwner),
  d: (row) => editing(row, "due", editDue),
  e: (row) => openProofs(row),
  y: (row) => isWritable(row) && confirm(row),
  Enter: (row) => row.querySelector("a.duty-text").click(),
};

// On the line of a section they ask once for all its rows, answered or not.
const ON_SECTION = {
  x: (rowsThere) => chooseAll(rowsThere),
  n: (rowsThere) => askAndSet(rowsThere, "note"),
  a: (rowsThere) => askAndSet(rowsThere, "owner"),
  d: (rowsThere) => askAndSet(rowsThere, "due"),
  e: (rowsThere) => openFor(rowsThere),
};

/** Listen to the keys. */
export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      leave(event);
    } else if (isOurs(event) && act(event)) {
      event.preventDefault();
    }
  });
}

function isOurs(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  const isAltGraph = event.getModifierState("AltGraph");
  const isTaken = event.defaultPrevented || event.isComposing || isDialogOpen();
  return !isTaken && (!hasModifier || isAltGraph);
}

function act(event) {
  const row = focusedRow();
  if (!row && !(isIdle() && !isInField(event.target))) {
    return false;
  }
  const digit = event.code.match(/^(?:Digit|Numpad)([0-4])$/);
  if (digit && event.key !== "ArrowDown") {
    return Boolean(row) && answer(row, Number(digit[1]), event.shiftKey);
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (row && event.shiftKey && ["ArrowDown", "ArrowUp"].includes(key)) {
    extend(row, key === "ArrowDown" ? 1 : -1);
    return true;
  }
  if (MOVES[key]) {
    MOVES[key](row);
    return true;
  }
  if (row?.matches(".grid-section")) {
    return actOnSection(row, ON_SECTION[key]);
  }
  ON_ROW[key]?.(row);
  return Boolean(row && ON_ROW[key]);
}

function actOnSection(row, action) {
  const rowsThere = rows(row.closest("tbody")).filter(isWritable);
  if (rowsThere.length) {
    action?.(rowsThere);
  }
  return Boolean(action);
}

function chooseAll(rowsThere) {
  const isChosen = rowsThere.every((each) => each.classList.contains("is-selected"));
  rowsThere.forEach((each) => choose(each, !isChosen));
}

function answer(row, digit, withShift) {
  if (row.matches(".grid-section")) {
    if (withShift && digit) {
      fill(row, DIGITS[digit]);
    }
    return withShift;
  }
  if (withShift || !isWritable(row)) {
    return false;
  }
  const targets = targetsOf(row);
  if (targets.length > 1) {
    setCoverage(targets, DIGITS[digit]);
  } else if (digit === 4) {
    askReason(row, { move: true });
  } else {
    changeRows(targets, { coverage: DIGITS[digit] });
    if (digit) {
      step(row, 1);
    }
  }
  return true;
}

function editing(row, what, edit) {
  if (!isWritable(row)) {
    return;
  }
  const targets = targetsOf(row);
  if (targets.length > 1) {
    askAndSet(targets, what);
  } else {
    edit(row);
  }
}

function confirm(row) {
  changeRows(targetsOf(row), { still_true: "true" });
  step(row, 1);
}

function extend(row, by) {
  choose(row);
  const next = step(row, by);
  if (next) {
    choose(next);
  }
}

function openFilter() {
  const menu = document.querySelector("details.filter-menu");
  menu.open = true;
  menu.querySelector("input, select").focus();
}

// Esc in a radio group goes back to the row; on a row it lets the choice go.
function leave(event) {
  const row = event.target.closest?.("tr.duty");
  if (row && event.target.matches(".segments input, input[name=row]")) {
    focusRow(row);
  } else if (focusedRow()) {
    chooseNone();
  }
}
