// The state at the top right: saved, saving, or waiting for the network.

import { grid, icon } from "./page.js";
import { say } from "./words.js";

const place = document.getElementById("save-state");

/** Show how many rows are unsaved, and why. */
export function showState({ unsaved, isOffline, isSignedOut }) {
  if (!place) {
    return;
  }
  const isStuck = unsaved > 0 && (isOffline || isSignedOut);
  place.classList.toggle("is-pending", unsaved > 0 && !isStuck);
  place.classList.toggle("is-offline", isStuck);
  const words = document.createElement("span");
  words.textContent = text(unsaved, isStuck, isSignedOut);
  const parts = [icon(symbol(unsaved, isStuck), 16), words];
  if (isStuck && isSignedOut) {
    parts.push(signInLink());
  }
  place.replaceChildren(...parts);
}

function text(unsaved, isStuck, isSignedOut) {
  if (isStuck) {
    return say(isSignedOut ? "signed-out" : "waiting", unsaved);
  }
  return say(unsaved ? "saving" : "saved");
}

function symbol(unsaved, isStuck) {
  if (isStuck) {
    return "cloud-slash";
  }
  return unsaved ? "cloud-arrow-up" : "cloud-check";
}

function signInLink() {
  const link = document.createElement("a");
  link.href = grid.dataset.signIn;
  link.textContent = say("sign-in");
  return link;
}
