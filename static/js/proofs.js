// Bringing a proof: a file is dropped or pasted, and sent with its progress; it can be cancelled.
// Without this file the form sends itself, and the browser shows what it shows.

import { watchDrops } from "./dropping.js";

/**
 * Send a form of a proof.
 * @param {HTMLFormElement} form
 * @param {{progress?: (percent: number) => void, opened?: (request: XMLHttpRequest) => void}} watch
 * @returns {Promise<{status: number, body: object}>} status 0 when nothing came back, -1 when the
 *   upload was cancelled
 */
export function sendProof(form, { progress, opened } = {}) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) {
      progress?.(Math.floor((100 * event.loaded) / event.total));
    }
  });
  opened?.(request);
  return new Promise((resolve) => {
    const done = () => resolve({ status: request.status, body: request.response ?? {} });
    request.addEventListener("load", done);
    request.addEventListener("error", done);
    request.addEventListener("abort", () => resolve({ status: -1, body: {} }));
    request.send(new FormData(form));
  });
}

/** Say why something was not sent; "" takes it away. */
export function sayTrouble(form, text) {
  const place = form.querySelector("[data-trouble]");
  place.textContent = text;
  place.hidden = !text;
}

/** Watch a form that brings a proof; `attached` is called with what the server says. */
export function watchForm(form, attached) {
  const file = form.elements.namedItem("file");
  const sending = form.querySelector("[data-sending]");
  const cancel = form.querySelector("[data-cancel]");
  const trouble = form.querySelector("[data-trouble]");
  const buttons = [...form.querySelectorAll("button:not([data-cancel])")];
  let request = null;

  const show = (isSending) => {
    sending.hidden = cancel.hidden = !isSending;
    for (const button of buttons) {
      button.disabled = isSending;
    }
  };
  const progress = (percent) => {
    sending.querySelector("progress").value = percent;
    sending.querySelector("[data-percent]").textContent = `${percent} %`;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (request) {
      return;
    }
    sayTrouble(form, "");
    progress(0);
    show(Boolean(file.files.length));
    const { status, body } = await sendProof(form, {
      progress,
      opened: (opened) => {
        request = opened;
      },
    });
    request = null;
    show(false);
    if (status === 200) {
      attached(body);
    } else if (status === -1) {
      sayTrouble(form, trouble.dataset.stopped);
    } else {
      sayTrouble(form, body?.message || trouble.dataset.failed);
    }
  });
  cancel.addEventListener("click", () => request?.abort());
  takeFiles(form);
}

/** Let the first of some files be the file of a form, and show the form. */
export function giveFile(form, { files }) {
  const file = form.elements.namedItem("file");
  const one = new DataTransfer();
  one.items.add(files[0]);
  file.files = one.files;
  file.dispatchEvent(new Event("change", { bubbles: true }));
  const more = form.closest("details");
  if (more) {
    more.open = true;
  }
  // In a dialog that also offers the proofs that are there, it is clear which one is attached.
  form.closest("dialog")?.classList.add("is-bringing");
  sayTrouble(form, files.length > 1 ? form.querySelector("[data-trouble]").dataset.many : "");
  form.querySelector("button:not([data-cancel])").focus();
}

// A file dropped around the form, or a picture pasted while that is shown, is the file.
function takeFiles(form) {
  const zone = form.closest("dialog, .panel") ?? form;
  watchDrops(
    zone,
    () => zone,
    (files) => giveFile(form, files),
  );
  document.addEventListener("paste", ({ clipboardData }) => {
    // A copied cell comes as text and as a picture of it: it is the text that was meant.
    const isText = clipboardData?.types.includes("text/plain");
    if (clipboardData?.files.length && !isText && zone.checkVisibility()) {
      giveFile(form, clipboardData);
    }
  });
}

for (const form of document.querySelectorAll("form[data-proof-form]:not(dialog form)")) {
  watchForm(form, ({ url }) => {
    const isHere = new URL(url, location.href).pathname === location.pathname;
    location.assign(url);
    if (isHere) {
      location.reload();
    }
  });
}
