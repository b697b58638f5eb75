// One request to the server, and what kind of answer it was.

import { grid, sectionsOf } from "./page.js";

// What stays wrong however often it is sent. Anything else may be the way there: a reply cut
// short, the page of a portal or a proxy, a token that another sign-in replaced.
const FINAL = [400, 413, 422];

/**
 * Send a change or an undo.
 * @returns {Promise<{kind: "told" | "network" | "signed-out" | "failed", status: number,
 *   body: object}>} `told` has a body to go by, whatever its status; `network` with a
 *   status came from a server that cannot save at the moment
 */
export async function send(change) {
  const isUndo = change.kind === "undo";
  const keys = change.rows.map((row) => row.key);
  const data = new URLSearchParams(isUndo ? { batch: change.batch } : change.values);
  for (const row of isUndo ? [] : change.rows) {
    data.append("rows", `${row.key}:${row.revision}`);
  }
  data.append("reader", grid.dataset.reader);
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
  if (response.type === "opaqueredirect" || status === 401) {
    return { kind: "signed-out", status, body: {} };
  }
  if (status >= 500 || status === 429) {
    return { kind: "network", status, body: {} };
  }
  const body = await bodyOf(response);
  if (body?.saved || (body && !response.ok && status !== 403)) {
    return { kind: "told", status, body };
  }
  if (FINAL.includes(status)) {
    return { kind: "failed", status, body: {} };
  }
  // Without our words these two are about the person: no member here, or no right to answer.
  return { kind: [403, 404].includes(status) ? "signed-out" : "network", status, body: {} };
}

async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

// The cookie is newer than the page after signing in again in another window.
function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf(?:token)?=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}
