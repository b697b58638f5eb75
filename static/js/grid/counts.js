// The counts of the page, as the server returns them with each change.

import { grid, isWritable, rows } from "./page.js";
import { daysLate } from "./rows.js";
import { say } from "./words.js";

/**
 * Show the sentence and the sections that changed.
 * @param {object | null} counts null when nothing was changed
 * @param {object | null} standing late and mine, when the server counted them
 */
export function applyCounts(counts, standing) {
  if (counts) {
    for (const name of ["lead", "rest", "progress"]) {
      put(grid, name, counts[name]);
    }
    put(grid, "apart", counts.apart && ` · ${counts.apart}`);
    grid.querySelector(".head-bar").innerHTML = counts.bar;
    chip("gap", counts.gap);
    chip("unanswered", counts.unanswered);
    for (const [id, section] of Object.entries(counts.sections)) {
      applySection(id, section);
    }
  }
  if (standing) {
    chip("late", standing.late);
    chip("mine", standing.mine);
  }
}

/** Tell the sections of rows how many a fill would touch. Needs no server. */
export function countOpen(targets) {
  for (const body of new Set(targets.map((row) => row.closest("tbody")))) {
    const fill = body.querySelector(".section-fill");
    const open = openRows(body).length;
    if (fill) {
      fill.hidden = open === 0;
      put(body, "fill", say("fill", open));
      for (const count of fill.querySelectorAll(".count")) {
        count.textContent = open;
      }
    }
  }
}

/** @returns {HTMLTableRowElement[]} rows of a section that are unanswered and ours to answer */
export function openRows(body) {
  return rows(body).filter((row) => isWritable(row) && row.dataset.state === "unanswered");
}

/** Move the number of late rows by what a repaint of these rows changes. */
export function countingLate(targets, repaint) {
  const late = () => targets.filter((row) => "duty" in row.dataset && daysLate(row)).length;
  const was = late();
  repaint();
  const place = grid.querySelector('[data-chip="late"] .count');
  if (place && late() !== was) {
    place.textContent = Number(place.textContent) + late() - was;
  }
}

function applySection(id, section) {
  const body = document.getElementById(`section-${id}`);
  const link = grid.querySelector(`.sections [data-section="${id}"]`);
  if (body) {
    put(body, "words", section.words);
    body.querySelector('[data-slot="comb"]').innerHTML = section.comb;
  }
  if (link) {
    put(link, "ratio", section.ratio);
    link.querySelector('[data-slot="small"]').innerHTML = section.small;
  }
}

function chip(name, number) {
  const place = grid.querySelector(`[data-chip="${name}"] .count`);
  if (place) {
    place.textContent = number;
  }
}

function put(inside, name, text) {
  const place = inside.querySelector(`[data-slot="${name}"]`);
  if (place) {
    place.textContent = text ?? "";
  }
}
