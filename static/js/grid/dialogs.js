// What a change of several rows asks for, and the help.

import { say } from "./words.js";

const ask = document.getElementById("ask-dialog");
const help = document.getElementById("help-dialog");

/** Show every key. */
export function showHelp() {
  help.showModal();
}

/** @returns {boolean} whether a dialog is open, which has the keys to itself */
export function isDialogOpen() {
  return Boolean(document.querySelector("dialog[open]"));
}

/**
 * Ask for one value for several rows.
 * @param {"reason" | "owner" | "due" | "note"} what
 * @param {number} count of rows
 * @param {(value: string) => void} then is called with the value, and not at all on Cancel
 */
export function askFor(what, count, then) {
  const back = document.activeElement;
  const field = ask.querySelector(`#ask-${what}`);
  ask.querySelector("h2").textContent = say(`ask-${what}`, count);
  for (const each of ask.querySelectorAll("[data-asks]")) {
    each.hidden = each.dataset.asks !== what;
    each.querySelector("input, select, textarea").required = false;
  }
  field.required = what === "reason";
  field.value = "";
  ask.returnValue = "";
  ask.addEventListener("close", () => {
    back?.focus();
    if (ask.returnValue === "save") {
      then(field.value.trim());
    }
  }, { once: true });
  ask.showModal();
  field.focus();
}
