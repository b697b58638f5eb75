// Which rows are chosen: by their boxes, by a section's, by all, with Shift from the last one.

import { grid, isWritable, rows } from "./page.js";

let last = null;
let tell = () => {};

/** @returns {HTMLTableRowElement[]} the chosen rows, from top to bottom */
export function chosen() {
  return rows().filter((row) => row.classList.contains("is-selected"));
}

/** Choose a row or let it go. */
export function choose(row, isChosen = true) {
  setChosen(row, isChosen);
  last = row;
  refreshBoxes();
}

/** Let all rows go. */
export function chooseNone() {
  for (const row of chosen()) {
    setChosen(row, false);
  }
  refreshBoxes();
}

/** @returns {HTMLTableRowElement[]} the chosen rows if this is one of them, else this one */
export function targetsOf(row) {
  return row.classList.contains("is-selected") ? chosen() : [row];
}

/** Listen to the boxes; `onChange` is told the chosen rows whenever they change. */
export function watchBoxes(onChange) {
  tell = onChange;
  let withShift = false;
  grid.addEventListener("click", (event) => {
    withShift = event.shiftKey;
  }, true);
  grid.addEventListener("change", (event) => {
    const box = event.target;
    if (box.dataset.choose) {
      const inside = box.dataset.choose === "all" ? grid : box.closest("tbody");
      rows(inside).forEach((row) => setChosen(row, box.checked));
      refreshBoxes();
    } else if (box.name === "row") {
      const row = box.closest("tr");
      const range = withShift && last ? between(last, row) : [row];
      range.forEach((each) => setChosen(each, box.checked));
      last = row;
      refreshBoxes();
    }
  });
}

function setChosen(row, isChosen) {
  if (isWritable(row)) {
    row.classList.toggle("is-selected", isChosen);
    row.querySelector("input[name=row]").checked = isChosen;
  }
}

function between(one, other) {
  const all = rows();
  const [from, to] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b);
  return all.slice(from, to + 1);
}

function refreshBoxes() {
  for (const box of grid.querySelectorAll("[data-choose]")) {
    const inside = box.dataset.choose === "all" ? grid : box.closest("tbody");
    const all = rows(inside).filter(isWritable);
    const number = all.filter((row) => row.classList.contains("is-selected")).length;
    box.checked = number > 0 && number === all.length;
    box.indeterminate = number > 0 && number < all.length;
  }
  tell(chosen());
}
