// Auditors' opinions: one key a row, and the place is kept when the page comes back. Without this
// file the forms work alone.
//
// Keys act only while a row itself has the focus (WCAG 2.1.4); digits by their place on the
// keyboard, whatever stands on the cap.

import { isDialogOpen, showHelp } from "./grid/dialogs.js";
import { MOVES, focusOne, movedTo } from "./rows.js";

const PLACE = "remit-opinion-row";
const DIGIT = /^(?:Digit|Numpad)([0-5])$/;

const page = document.getElementById("opinions");
const rows = page ? [...page.querySelectorAll(".opinion-row")] : [];
const hasKeys = page?.dataset.keys === "on";
let acting = null;
let isLeaving = false;

const ON_ROW = {
  n: openNote,
  Enter: (row) => row.querySelector(".opinion-text > a").click(),
};

const focusRow = (row) => focusOne(rows, row);

function send(row, button) {
  if (button) {
    acting = row;
    button.form.requestSubmit(button);
  }
}

function setResult(row, digit) {
  const buttons = row.querySelectorAll(".opinion-results button");
  send(row, digit ? buttons[digit - 1] : row.querySelector("[data-clear]"));
}

function openNote(row) {
  row.querySelector(".opinion-more").open = true;
  row.querySelector("textarea").focus();
}

// Enter saves a note beside a result; without one it leads back, and the digit saves both.
function onNote(event) {
  const row = event.target.closest(".opinion-row");
  const isSent = event.key === "Enter" && !event.shiftKey;
  if (event.key !== "Escape" && !isSent) {
    return;
  }
  event.preventDefault();
  const save = row.querySelector("[data-save]");
  if (isSent && save) {
    send(row, save);
  } else {
    focusRow(row);
  }
}

function hasOpinion(row) {
  return Boolean(row.querySelector("[data-clear]"));
}

function focusNextWithout(row) {
  const at = row ? rows.indexOf(row) + 1 : 0;
  focusRow([...rows.slice(at), ...rows.slice(0, at)].find((each) => !hasOpinion(each)));
}

function onIdle(key, row) {
  if (key in MOVES) {
    focusRow(movedTo(rows, row, key));
  } else if (key === "?") {
    showHelp();
  } else if (key === "u") {
    focusNextWithout(row);
  } else if (key === "z") {
    page.querySelector("[data-undo]")?.click();
  } else {
    return false;
  }
  return true;
}

function onRow(event, key, row) {
  const digit = event.shiftKey ? null : DIGIT.exec(event.code);
  if (digit) {
    setResult(row, Number(digit[1]));
  } else if (key in ON_ROW) {
    ON_ROW[key](row);
  } else {
    return false;
  }
  return true;
}

function onKey(event) {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (hasModifier || event.isComposing || isDialogOpen() || isLeaving) {
    return;
  }
  if (event.target.matches(".opinion-more textarea")) {
    onNote(event);
    return;
  }
  const row = rows.find((each) => each === event.target);
  const isIdle = event.target === document.body || event.target.id === "main";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if ((row && onRow(event, key, row)) || ((row || isIdle) && onIdle(key, row))) {
    event.preventDefault();
  }
}

function keepPlace(event) {
  const row = event.target.closest(".opinion-row") ?? acting;
  isLeaving = true;
  const at = rows.indexOf(row);
  const isNote = event.submitter?.matches("[data-save], [data-clear]");
  const next = isNote ? row : rows[at + 1] ?? rows[at - 1] ?? row;
  try {
    sessionStorage.setItem(PLACE, [next?.id ?? "", row?.id ?? ""].join(" "));
  } catch {
    // Where storage is forbidden the page begins at the row that was sent.
  }
}

// The row that was next; where it is gone from the filter, the one that was sent.
function placeKept() {
  try {
    const ids = (sessionStorage.getItem(PLACE) ?? "").split(" ");
    sessionStorage.removeItem(PLACE);
    return ids.map((id) => rows.find((row) => row.id === id)).find(Boolean);
  } catch {
    return undefined;
  }
}

function goOn(row) {
  if (row) {
    // Else the browser, once all is loaded, would take the focus to the row that was sent.
    history.replaceState(history.state, "", location.pathname + location.search);
    focusRow(row);
  }
}

if (rows.length) {
  page.addEventListener("submit", keepPlace);
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
  goOn(placeKept());
}
