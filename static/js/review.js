// The review: one key a row, and the place is kept when the page comes back. Without this file
// its forms work alone.
//
// Keys act only while a row itself has the focus (WCAG 2.1.4).

import { isDialogOpen, showHelp } from "./grid/dialogs.js";
import { MOVES, focusOne, movedTo } from "./rows.js";

const PLACE = "remit-review-row";
const ON_ROW = {
  x: (row) => boxOf(row)?.click(),
  y: (row) => send(row, targetOf(row).querySelector(":scope > button")),
  r: (row) => openReason(targetOf(row)),
  Enter: (row) => row.querySelector(".review-text a").click(),
};

const form = document.getElementById("waiting");
const rows = form ? [...form.querySelectorAll(".review-row")] : [];
const hasKeys = form?.dataset.keys === "on";
let acting = null;
let isLeaving = false;

function boxOf(row) {
  return row.querySelector("input[name=chosen]");
}

// A ticked row stands for all ticked ones, and then the buttons above the rows are meant.
function targetOf(row) {
  const isTicked = boxOf(row)?.checked;
  return (isTicked ? form.querySelector(".review-chosen") : row.querySelector(".review-do")) ?? row;
}

const focusRow = (row) => focusOne(rows, row);

function send(row, button) {
  if (button) {
    acting = row;
    form.requestSubmit(button);
  }
}

function openReason(target) {
  const reason = target.querySelector("details");
  if (reason) {
    reason.open = true;
    reason.querySelector("textarea").focus();
  }
}

// Enter sends what is typed, Shift and Enter start a line, Esc leads back to the row.
function onReason(event) {
  const field = event.target;
  const reason = field.closest("details");
  const row = field.closest(".review-row") ?? acting;
  if (event.key === "Escape") {
    reason.querySelector("summary").focus();
    reason.open = false;
    focusRow(row);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (isFilled(field)) {
      send(row, reason.querySelector("button"));
    }
  }
}

// Asked of this field alone: the other buttons of the form need no reason.
function isFilled(field) {
  field.value = field.value.trim();
  field.required = true;
  const isValid = field.reportValidity();
  field.required = false;
  return isValid;
}

function onKey(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (hasModifier || event.isComposing || isDialogOpen() || isLeaving) {
    return;
  }
  if (event.target.matches(".review-return textarea")) {
    onReason(event);
    return;
  }
  const row = rows.find((each) => each === event.target);
  const isIdle = event.target === document.body || event.target.id === "main";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if ((row || isIdle) && key in MOVES) {
    focusRow(movedTo(rows, row, key));
  } else if ((row || isIdle) && key === "?") {
    showHelp();
  } else if (row && key in ON_ROW) {
    acting = row;
    ON_ROW[key](row);
  } else {
    return;
  }
  event.preventDefault();
}

// The row after it that stays, else the one before.
function neighbour(row, button) {
  const isSent = (each) => each === row || (button.value === "chosen" && boxOf(each)?.checked);
  const at = rows.indexOf(row);
  const order = [...rows.slice(at), ...rows.slice(0, at).reverse()];
  return order.find((each) => !isSent(each));
}

function keepPlace(event) {
  isLeaving = true;
  const row = event.submitter?.closest(".review-row") ?? acting;
  const next = row && event.submitter && neighbour(row, event.submitter);
  try {
    sessionStorage.setItem(PLACE, next?.id ?? "");
  } catch {
    // Where storage is forbidden the page begins at its top.
  }
}

function placeKept() {
  try {
    const id = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return rows.find((row) => row.id === id);
  } catch {
    return null;
  }
}

if (rows.length) {
  form.addEventListener("submit", keepPlace);
  if (hasKeys) {
    rows[0].tabIndex = 0;
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-act=help]")) {
        showHelp();
      }
    });
  }
  // A page taken out of the browser's store can be worked with again.
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  focusRow(placeKept());
}
