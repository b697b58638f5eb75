// What a row says: reading its values, and painting new ones at once.

import { clone, icon } from "./page.js";
import { printedDate, say } from "./words.js";

const OPEN = ["gap", "partial", "unanswered"];

// How owners were shown who cannot be chosen any more, by value.
const faces = new Map();

/**
 * Return the values of a row by the names the server gives them.
 * @returns {Record<"coverage" | "reason" | "until" | "note" | "owner" | "due_on" | "still_true", string>}
 */
export function read(row) {
  return {
    coverage: row.dataset.state,
    reason: slot(row, "reason").textContent,
    until: row.dataset.until,
    note: slot(row, "note").textContent,
    owner: row.dataset.owner,
    due_on: row.dataset.due,
    still_true: "recheck" in row.dataset ? "" : "true",
  };
}

/** Return the values of `read` that `values` would change, as they are now. */
export function before(row, values) {
  const now = read(row);
  const names = new Set(Object.keys(values));
  if (names.has("coverage")) {
    names.add("reason").add("until").add("still_true");
  }
  return Object.fromEntries([...names].filter((name) => name in now).map((n) => [n, now[n]]));
}

/** Show values in a row; what they do not name stays. */
export function paint(row, values) {
  if ("coverage" in values) {
    paintCoverage(row, values.coverage);
    const isReasonDue = values.coverage === "not_applicable";
    paintLine(row, "reason", isReasonDue ? (values.reason ?? read(row).reason) : "");
    paintUntil(row, isReasonDue ? (values.until ?? row.dataset.until) : "");
  }
  if ("still_true" in values || "coverage" in values) {
    paintRecheck(row, !(values.still_true ?? "true"));
  }
  if ("note" in values) {
    paintLine(row, "note", values.note);
  }
  if ("owner" in values) {
    paintOwner(row, values.owner);
  }
  if ("due_on" in values) {
    row.dataset.due = values.due_on;
  }
  if ("due_on" in values || "coverage" in values) {
    paintDue(row);
  }
}

/** @returns {number} days since the row was due, 0 when it is not late */
export function daysLate(row) {
  const { due, state } = row.dataset;
  if (!due || !OPEN.includes(state)) {
    return 0;
  }
  const [year, month, day] = due.split("-").map(Number);
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.max(0, Math.round((today - Date.UTC(year, month - 1, day)) / 86_400_000));
}

/** Say in the row why something was not saved; "" takes it away. */
export function trouble(row, text) {
  row.querySelector(".duty-trouble")?.remove();
  const line = text && clone("trouble-template");
  if (line) {
    line.querySelector("span").textContent = text;
    row.querySelector(".duty-coverage").append(line);
  }
}

function slot(row, name) {
  return row.querySelector(`[data-slot="${name}"]`);
}

function paintCoverage(row, coverage) {
  row.dataset.state = coverage;
  for (const radio of row.querySelectorAll(".segments input")) {
    radio.checked = radio.value === coverage;
  }
  const printed = row.querySelector(".printed-state");
  printed.textContent = row.querySelector(".segments :checked ~ span")?.textContent ?? "";
}

// Carried over a changed spelling: to be looked at until somebody answers, or says it is true.
function paintRecheck(row, isDue) {
  row.toggleAttribute("data-recheck", isDue);
  row.querySelector(".is-recheck").hidden = !isDue;
}

function paintLine(row, name, text) {
  const place = slot(row, name);
  place.textContent = text;
  place.parentElement.hidden = !text;
}

function paintUntil(row, until) {
  row.dataset.until = until;
  slot(row, "until")?.remove();
  if (until) {
    const words = document.createElement("span");
    words.dataset.slot = "until";
    words.className = "num";
    words.textContent = say("until", printedDate(until));
    slot(row, "reason").after(" ", words);
  }
}

function paintOwner(row, owner) {
  const value = row.querySelector('[data-edit="owner"]');
  if (!value) {
    return;
  }
  faces.set(row.dataset.owner, value.cloneNode(true));
  row.dataset.owner = owner;
  const options = document.getElementById("ask-owner")?.options ?? [];
  const option = [...options].find((each) => each.value === owner);
  const name = document.createElement("span");
  value.classList.toggle("is-empty", !owner);
  if (!owner) {
    name.textContent = say("nobody");
    value.replaceChildren(icon("person-plus", 14), name);
    return;
  }
  if (!option && faces.has(owner)) {
    value.replaceChildren(...faces.get(owner).cloneNode(true).childNodes);
    return;
  }
  const avatar = document.createElement("span");
  avatar.className = option?.dataset.kind === "team" ? "avatar is-team" : "avatar";
  avatar.setAttribute("aria-hidden", "true");
  avatar.textContent = option?.dataset.initials ?? "";
  name.textContent = option?.textContent ?? "";
  value.replaceChildren(avatar, name);
}

function paintDue(row) {
  const value = row.querySelector('[data-edit="due"]');
  const { due } = row.dataset;
  const late = daysLate(row);
  if (!value) {
    return;
  }
  value.classList.toggle("is-late", late > 0);
  value.classList.toggle("is-empty", !due);
  value.replaceChildren(...(due ? datedParts(due, late) : emptyParts()));
}

function datedParts(due, late) {
  const time = document.createElement("time");
  time.dateTime = due;
  time.textContent = printedDate(due);
  const reader = document.createElement("span");
  reader.className = "visually-hidden";
  reader.textContent = late ? say("late", late) : "";
  return [late ? icon("calendar-x") : dueIcon(), time, reader];
}

function emptyParts() {
  const dash = document.createElement("span");
  dash.className = "due-dash";
  dash.setAttribute("aria-hidden", "true");
  dash.textContent = "–";
  const word = document.createElement("span");
  word.className = "due-word";
  word.textContent = say("no-date");
  return [dueIcon(), dash, word];
}

function dueIcon() {
  const holder = document.createElement("span");
  holder.className = "due-icon";
  holder.append(icon("calendar3"));
  return holder;
}
