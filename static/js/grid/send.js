// One request to the server, and what kind of answer it was.

import { grid, sectionsOf } from "./page.js";

/**
 * Send a change or an undo.
 * @returns {Promise<{kind: "told" | "network" | "signed-out" | "failed", status: number,
 *   body: object}>} `told` has a body to go by, whatever its status
 */
export async function send(change) {
  const isUndo = change.kind === "undo";
  const keys = change.rows.map((row) => row.key);
  const data = new URLSearchParams(isUndo ? { batch: change.batch } : change.values);
  for (const row of isUndo ? [] : change.rows) {
    data.append("rows", `${row.key}:${row.revision}`);
  }
  for (const section of sectionsOf(keys)) {
    data.append("sections", section);
  }
  let response;
  try {
    response = await fetch(isUndo ? grid.dataset.undo : grid.dataset.record, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
    });
  } catch {
    return { kind: "network", status: 0, body: {} };
  }
  return judged(response);
}

async function judged(response) {
  const { status } = response;
  if (response.type === "opaqueredirect") {
    return { kind: "signed-out", status, body: {} };
  }
  if (status >= 500 || status === 429) {
    return { kind: "network", status, body: {} };
  }
  try {
    return { kind: "told", status, body: await response.json() };
  } catch {
    return { kind: "failed", status, body: {} };
  }
}

// The cookie is newer than the page after signing in again in another window.
function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf(?:token)?=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}
