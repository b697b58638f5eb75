// The state at the top right: saved, saving, or waiting for the network.

import { grid, icon } from "./page.js";
import { say } from "./words.js";

const place = document.getElementById("save-state");

/**
 * Show how many rows are unsaved, else how many ask for a decision.
 * @param {{unsaved: number, unsettled: number, reason: string}} state `reason` is the word for
 *   what keeps them from being saved, "" for nothing
 */
export function showState({ unsaved, unsettled, reason }) {
  if (!place) {
    return;
  }
  const isStuck = unsaved > 0 && reason !== "";
  const isPending = unsaved > 0 && !isStuck;
  place.classList.toggle("is-pending", isPending);
  place.classList.toggle("is-offline", isStuck || (unsettled > 0 && !isPending));
  const words = document.createElement("span");
  let symbol = "cloud-check";
  if (isStuck) {
    symbol = "cloud-slash";
    words.textContent = say(reason, unsaved);
  } else if (isPending) {
    symbol = "cloud-arrow-up";
    words.textContent = say("saving");
  } else if (unsettled > 0) {
    symbol = "exclamation-triangle";
    words.textContent = say("unsettled", unsettled);
  } else {
    words.textContent = say("saved");
  }
  place.replaceChildren(icon(symbol, 16), words);
  if (isStuck && reason === "signed-out") {
    place.append(signInLink());
  }
}

function signInLink() {
  const link = document.createElement("a");
  link.href = grid.dataset.signIn;
  link.textContent = say("sign-in");
  return link;
}
