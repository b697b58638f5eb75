// What a file that came back would change: one key a conflict, and the numbers at the foot.
// Without this file the radios work alone, and the server says what is not decided yet.
//
// Keys act only while a row itself has the focus (WCAG 2.1.4); digits by physical key.

import { MOVES, focusOne, movedTo } from "./rows.js";

const KEYS = { 1: "ours", 2: "theirs" };

const form = document.getElementById("intake");
const rows = [...form.querySelectorAll("li[data-asked]")];
const button = document.getElementById("intake-apply");
const open = document.getElementById("intake-open");
const language = document.documentElement.lang || "en";
const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
// Rows that change whatever is decided.
const changed = [...form.querySelectorAll("[data-changed]")];
const sure = new Set(changed.map((each) => each.dataset.changed));

const focusRow = (row) => focusOne(rows, row);

function decided(row) {
  return row.querySelector("input[type=radio]:checked")?.value;
}

function choose(row, side) {
  row.querySelector(`input[type=radio][value="${side}"]`).checked = true;
  count();
  const at = rows.indexOf(row);
  const order = [...rows.slice(at + 1), ...rows.slice(0, at)];
  const next = order.find((each) => !decided(each));
  if (next) {
    focusRow(next);
  } else {
    // Everything is decided: the last key of the page is the button's.
    button.focus();
  }
}

function say(element, number) {
  const words = rules.select(number) === "one" ? element.dataset.one : element.dataset.other;
  return words.replace("{n}", numbers.format(number));
}

function count() {
  const left = rows.filter((row) => !decided(row)).length;
  const taken = rows.filter((row) => decided(row) === "theirs").map((row) => row.dataset.asked);
  button.textContent = say(button, new Set([...sure, ...taken]).size);
  button.setAttribute("aria-disabled", String(left > 0));
  open.textContent = left ? say(open, left) : "";
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return;
  }
  const row = rows.find((each) => each === event.target);
  const isIdle = event.target === document.body || event.target.id === "main";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const digit = event.code.match(/^(?:Digit|Numpad)([12])$/)?.[1];
  if (row && digit && !event.shiftKey) {
    choose(row, KEYS[digit]);
  } else if ((row || isIdle) && key in MOVES) {
    focusRow(movedTo(rows, row, key));
  } else {
    if (event.key === "Escape") {
      focusRow(event.target.closest?.("li[data-asked]"));
    }
    return;
  }
  event.preventDefault();
}

if (rows.length) {
  form.addEventListener("change", count);
  form.addEventListener("submit", (event) => {
    const first = rows.find((row) => !decided(row));
    if (event.submitter === button && first) {
      event.preventDefault();
      focusRow(first);
    }
  });
  rows[0].tabIndex = 0;
  if (form.dataset.keys === "on") {
    document.addEventListener("keydown", onKey);
    focusRow(rows.find((row) => !decided(row)) ?? rows[0]);
  }
  count();
}
