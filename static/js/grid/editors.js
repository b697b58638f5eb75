// Fields that open in a row: reason, note, owner, due date. Enter saves, Esc leaves.

import { clone } from "./page.js";
import { focusRow, step } from "./move.js";
import { read } from "./rows.js";
import { changeRows } from "./undo.js";

/** Ask why a row is not applicable. With `move`, Enter goes on to the next row. */
export function askReason(row, { move = false, focus = true } = {}) {
  const input = row.querySelector(".reason input");
  row.classList.add("is-asking");
  row.dataset.move = move ? "on" : "";
  input.value = read(row).reason;
  row.querySelector('.segments [value="not_applicable"]').checked = true;
  if (focus) {
    input.focus();
    input.select();
    row.scrollIntoView({ block: "nearest" });
  }
}

/** Leave the reason unasked; the radios show again what is saved. */
export function leaveReason(row) {
  row.classList.remove("is-asking");
  for (const radio of row.querySelectorAll(".segments input")) {
    radio.checked = radio.value === row.dataset.state;
  }
}

/** Open the note of a row. */
export function editNote(row) {
  const place = row.querySelector(".duty-coverage");
  const box = opened(row, place, "note-template");
  const area = box.querySelector("textarea");
  area.value = read(row).note;
  const [save, leave] = box.querySelectorAll("button");
  const done = () => finish(row, box, { note: area.value.trim() });
  save.addEventListener("click", done);
  leave.addEventListener("click", () => finish(row, box));
  onEnter(area, done, () => finish(row, box));
  area.focus();
}

/** Open the owner of a row. */
export function editOwner(row) {
  const box = opened(row, row.querySelector(".duty-owner"), "owner-template");
  const select = box.querySelector("select");
  const { owner } = row.dataset;
  if (![...select.options].some(({ value }) => value === owner)) {
    // Somebody who left keeps a duty until it is given to another.
    const shown = row.querySelector('[data-edit="owner"]').lastElementChild.textContent;
    select.add(new Option(shown, owner));
  }
  select.value = owner;
  const done = () => finish(row, box, { owner: select.value });
  onEnter(select, done, () => finish(row, box));
  select.addEventListener("blur", () => done());
  select.focus();
}

/** Open the due date of a row. */
export function editDue(row) {
  const box = opened(row, row.querySelector(".duty-due"), "due-template");
  const input = box.querySelector("input");
  input.value = row.dataset.due;
  const done = () => input.validity.valid && finish(row, box, { due_on: input.value });
  onEnter(input, done, () => finish(row, box));
  input.addEventListener("blur", () => done());
  input.focus();
}

/** Listen to the reason fields of all rows. */
export function watchReasons(grid) {
  grid.addEventListener("keydown", (event) => {
    const row = event.target.matches(".reason input") && event.target.closest("tr");
    if (row && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      saveReason(row);
    } else if (row && event.key === "Escape") {
      leaveReason(row);
      focusRow(row);
    }
  });
  grid.addEventListener("click", (event) => {
    const button = event.target.closest(".reason button");
    if (button) {
      event.preventDefault();
      saveReason(button.closest("tr"));
    }
  });
}

function saveReason(row) {
  const input = row.querySelector(".reason input");
  const reason = input.value.trim();
  if (!reason) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return;
  }
  input.removeAttribute("aria-invalid");
  row.classList.remove("is-asking");
  changeRows([row], { coverage: "not_applicable", reason });
  if (row.dataset.move === "on") {
    step(row, 1) ?? focusRow(row);
  } else {
    focusRow(row);
  }
}

function opened(row, place, template) {
  row.querySelector(".in-place")?.remove();
  const box = clone(template);
  place.classList.add("is-editing");
  place.append(box);
  row.scrollIntoView({ block: "nearest" });
  return box;
}

function onEnter(field, done, leave) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      done();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  });
}

function finish(row, box, values) {
  if (box.dataset.isDone) {
    return; // Taking the field away blurs it, which asks to finish again.
  }
  box.dataset.isDone = "yes";
  const hadFocus = box.contains(document.activeElement);
  box.parentElement.classList.remove("is-editing");
  box.remove();
  const now = read(row);
  const isNew = values && Object.entries(values).some(([name, value]) => now[name] !== value);
  if (isNew) {
    changeRows([row], values);
  }
  if (hadFocus) {
    focusRow(row);
  }
}
