// One proof for one row or for all chosen ones: found among those there, or brought.

import { isWritable, rowOf } from "./page.js";
import { chooseNone, targetsOf } from "./selection.js";
import { announce, say } from "./words.js";
import { watchDrops } from "../dropping.js";
import { giveFile, sayTrouble, sendProof, watchForm } from "../proofs.js";

const dialog = document.getElementById("proof-dialog");
const attach = document.getElementById("proof-attach");
const find = document.getElementById("proof-find");
const found = document.getElementById("proof-found");
const line = document.getElementById("proof-line");

let targets = [];
let back = null;
let batch = "";
// The search whose answer is awaited, and what was asked for last.
let search = Promise.resolve();
let asked = null;

/** Open the dialog for a row, or for all chosen rows if it is one of them. */
export function openProofs(row) {
  openFor(targetsOf(row).filter(isWritable));
}

/** Open the dialog for some rows. */
export function openFor(rows) {
  if (!dialog || rows.length === 0) {
    return;
  }
  targets = rows;
  back = document.activeElement;
  dialog.querySelector("h2").textContent = say("proof-for", rows.length);
  for (const form of dialog.querySelectorAll("form")) {
    sayTrouble(form, "");
    name(form, rows);
  }
  find.value = "";
  dialog.classList.remove("is-bringing");
  dialog.showModal();
  find.focus();
  look("");
}

/** Listen to the dialog. */
export function watchProofs() {
  if (!dialog) {
    return;
  }
  find.addEventListener("input", () => look(find.value.trim()));
  find.addEventListener("keydown", (event) => {
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      stepChoice(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  attach.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search; // Enter may come before the answer to what was typed.
    if (!attach.querySelector("[name=evidence]:checked")) {
      sayTrouble(attach, say("proof-choose"));
      return;
    }
    const { status, body } = await sendProof(attach);
    if (status === 200) {
      attached(body);
    } else {
      sayTrouble(attach, body?.message || say("proof-failed"));
    }
  });
  const bringing = dialog.querySelector("form[data-proof-form]");
  watchForm(bringing, attached);
  watchDrops(document.body, takingRow, (files, row) => {
    openProofs(row);
    giveFile(bringing, files);
  });
  for (const close of dialog.querySelectorAll("[data-close]")) {
    close.addEventListener("click", () => dialog.close());
  }
  dialog.addEventListener("close", () => back?.focus());
  line.querySelector("button").addEventListener("click", () => void undo());
}

// A file dropped on a row is for it, or for all chosen rows if it is one of them.
function takingRow({ target }) {
  const row = dialog.open ? null : target.closest("tr.duty");
  return row && isWritable(row) ? row : null;
}

function name(form, rows) {
  for (const each of form.querySelectorAll("input[name=rows]")) {
    each.remove();
  }
  for (const { dataset } of rows) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "rows", value: dataset.key });
    form.append(input);
  }
}

function look(text) {
  asked = text;
  search = fetch(`${dialog.dataset.choices}?q=${encodeURIComponent(text)}`)
    .then((response) => (response.ok ? response.text() : ""))
    .catch(() => "")
    .then((html) => {
      if (asked === text) {
        found.innerHTML = html;
      }
    });
}

function stepChoice(by) {
  const radios = [...found.querySelectorAll("input[type=radio]")];
  const at = radios.findIndex((radio) => radio.checked);
  const next = radios[Math.min(Math.max(at + by, 0), radios.length - 1)];
  if (next) {
    next.checked = true;
    next.closest("label").scrollIntoView({ block: "nearest" });
    announce(next.closest("label").querySelector(".proof-title").textContent);
  }
}

function attached(body) {
  dialog.close();
  batch = body.batch;
  showCounts(body.proofs);
  line.querySelector('[data-slot="text"]').textContent = body.message;
  line.hidden = false;
  dialog.querySelector("form[data-proof-form]").reset();
  if (targets.length > 1) {
    chooseNone();
  }
}

async function undo() {
  const data = new FormData();
  data.append("batch", batch);
  data.append("csrfmiddlewaretoken", attach.querySelector("[name=csrfmiddlewaretoken]").value);
  line.hidden = true;
  try {
    const response = await fetch(dialog.dataset.undo, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    });
    const body = response.ok ? await response.json() : {};
    showCounts(body.proofs ?? {});
    announce(body.message ?? say("nothing-to-undo"));
  } catch {
    announce(say("proof-failed"));
  }
}

function showCounts(proofs) {
  for (const [key, number] of Object.entries(proofs)) {
    const mark = rowOf(key)?.querySelector(".duty-proofs");
    if (mark) {
      mark.hidden = number === 0;
      mark.dataset.proofs = number;
      mark.querySelector(".num").textContent = number;
      mark.querySelector(".visually-hidden").textContent = say("proofs", number);
    }
  }
}
