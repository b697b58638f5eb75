// What is not saved yet, kept in the browser: by person, organisation and assessment.

import { grid } from "./page.js";

const prefix = `${grid.dataset.store}:`;
let count = 0;

/** Other windows: those whose end is awaited, and those that have ended. */
const awaited = new Set();
const closed = new Set();

/** A name of this window, so that another one leaves our changes to us while we are open. */
export const windowId = randomName();

/** @returns {string} a new id; ids sort in the order they were made */
export function newId() {
  count += 1;
  return `${Date.now()}-${String(count).padStart(5, "0")}-${randomName()}`;
}

/** Keep a change. Where storage is forbidden or full it lives as long as the page. */
export function keep(change) {
  try {
    localStorage.setItem(prefix + change.id, JSON.stringify({ ...change, window: windowId }));
  } catch {
    // The counter at the top right still says that it waits.
  }
}

/** Let a change go. */
export function drop(change) {
  try {
    localStorage.removeItem(prefix + change.id);
  } catch {
    // Nothing was kept.
  }
}

/** Say that this window is open. Released by the browser when it closes, however it closes. */
export function holdWindow() {
  navigator.locks?.request(prefix + windowId, () => new Promise(() => {}));
}

/**
 * Return changes that a closed window left, oldest first. Without locks (plain http beyond this
 * machine) also those of open windows: sent twice, the second finds its own value there.
 * @param {() => void} whenClosed called when another window that still keeps changes closes; a
 *   page that is reloaded is such a window for a moment
 */
export async function leftBehind(whenClosed) {
  const locks = navigator.locks ? await navigator.locks.query() : { held: [] };
  const held = new Set(locks.held.map(({ name }) => name.slice(prefix.length)));
  const others = storedKeys()
    .map(parsed)
    .filter((change) => change && change.window !== windowId);
  const isOpen = ({ window }) => held.has(window) && !closed.has(window);
  for (const { window } of others.filter(isOpen)) {
    awaitClosing(window, whenClosed);
  }
  return others
    .filter((change) => !isOpen(change))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

// The lock of a window is free when it has closed.
function awaitClosing(name, whenClosed) {
  if (awaited.has(name)) {
    return;
  }
  awaited.add(name);
  void navigator.locks.request(prefix + name, () => {
    closed.add(name);
    whenClosed();
  });
}

function storedKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function parsed(key) {
  try {
    const change = JSON.parse(localStorage.getItem(key));
    return change && Array.isArray(change.rows) ? change : null;
  } catch {
    return null;
  }
}

function randomName() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return [...numbers].map((each) => each.toString(36)).join("");
}
