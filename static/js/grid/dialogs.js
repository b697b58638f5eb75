// What a change of several rows asks for, and the help.

import { say } from "./words.js";

const ask = document.getElementById("ask-dialog");
const help = document.getElementById("help-dialog");

/** Let Enter save a choice from a list, as it does what is typed. */
export function watchChoices() {
  ask?.querySelector("select").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      ask.close("save");
    }
  });
}

/** Let the buttons beside the date, and their keys in it, count from today. */
export function watchSoon() {
  const field = ask?.querySelector("#ask-due");
  const buttons = [...(ask?.querySelectorAll("button[data-days]") ?? [])];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      field.value = dayAfter(Number(button.dataset.days));
      field.focus();
    });
  }
  field?.addEventListener("keydown", (event) => {
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    const button = buttons.find(({ dataset }) => dataset.key === event.key.toLowerCase());
    if (button && !hasModifier) {
      event.preventDefault();
      button.click();
    }
  });
}

// As the person counts days, whatever the time of day or the change of clocks between.
function dayAfter(days) {
  const now = new Date();
  const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days));
  return day.toISOString().slice(0, 10);
}

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
