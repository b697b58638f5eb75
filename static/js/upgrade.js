// The page before a move: one key a row, and the number on the button. Without this file the
// radios work alone.
//
// Keys act only while a row itself has the focus (WCAG 2.1.4).

import { MOVES, focusOne, movedTo } from "./rows.js";

const KEYS = { y: "keep", r: "reopen", n: "separate" };

const form = document.getElementById("move");
const rows = [...form.querySelectorAll("[data-asked]")].filter((each) => each.matches("li"));
const again = document.getElementById("again");
const rules = new Intl.PluralRules(document.documentElement.lang || "en");

const focusRow = (row) => focusOne(rows, row);

function choose(row, value) {
  const radio = row.querySelector(`input[type=radio][value="${value}"]`);
  if (!radio) {
    return false;
  }
  radio.checked = true;
  count();
  focusRow(rows[rows.indexOf(row) + 1]);
  return true;
}

// Whatever is not kept and is no other activity is asked again.
function count() {
  if (!again) {
    return;
  }
  const settled = form.querySelectorAll("[value=keep]:checked, [value=separate]:checked").length;
  const number = rows.length - settled;
  const words = rules.select(number) === "one" ? again.dataset.one : again.dataset.other;
  again.textContent = number ? words.replace("{n}", number) : "";
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const row = rows.find((each) => each === event.target);
  const isIdle = event.target === document.body || event.target.id === "main";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (row && key in KEYS) {
    if (choose(row, KEYS[key])) {
      event.preventDefault();
    }
  } else if ((row || isIdle) && key in MOVES) {
    focusRow(movedTo(rows, row, key));
    event.preventDefault();
  } else if (event.key === "Escape") {
    focusRow(event.target.closest?.("[data-asked]"));
  }
}

form.addEventListener("change", count);
if (rows.length) {
  rows[0].tabIndex = 0;
}
if (form.dataset.keys === "on") {
  document.addEventListener("keydown", onKey);
  focusRow(rows[0]);
}
count();
