// The page: where things are in it, and what it says of itself.

export const grid = document.getElementById("grid");

/** @returns {boolean} whether this person may answer anything here */
export const canAnswer = Boolean(grid?.dataset.record);

/** @returns {boolean} whether single keys are on in the person's profile */
export const hasKeys = grid?.dataset.keys === "on";

/** @returns {HTMLTableRowElement[]} the duties shown, from top to bottom */
export function rows(inside = grid) {
  return [...inside.querySelectorAll("tr.duty")];
}

/** @returns {HTMLTableRowElement | null} the duty with this key, if it is shown */
export function rowOf(key) {
  return document.getElementById(`duty-${key}`);
}

/** @returns {boolean} whether the reader may answer the row */
export function isWritable(row) {
  return canAnswer && !row.classList.contains("is-off");
}

/** @returns {string[]} ids of the sections that these rows stand in */
export function sectionsOf(keys) {
  const found = keys.map((key) => rowOf(key)?.closest("tbody")?.dataset.section);
  return [...new Set(found.filter(Boolean))];
}

/** @returns {Element | null} a copy of the first element of a template of the page */
export function clone(id) {
  const template = document.getElementById(id);
  return template ? template.content.firstElementChild.cloneNode(true) : null;
}

/** @returns {SVGElement} an icon of the sprite */
export function icon(name, size = 13) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  for (const [key, value] of Object.entries({ width: size, height: size, class: "icon" })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${grid.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}
