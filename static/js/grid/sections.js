// The section list at the left follows the rows.

import { grid } from "./page.js";

/** Mark the section whose rows are at the top, or have the focus. */
export function watchScroll() {
  const scroller = document.getElementById("grid-scroll");
  const bodies = [...grid.querySelectorAll("tbody[data-section]")];
  if (!bodies.length) {
    return;
  }
  let isPlanned = false;
  const plan = () => {
    if (!isPlanned) {
      isPlanned = true;
      window.requestAnimationFrame(() => {
        isPlanned = false;
        mark(topmost(bodies, scroller));
      });
    }
  };
  scroller.addEventListener("scroll", plan, { passive: true });
  window.addEventListener("scroll", plan, { passive: true });
  grid.addEventListener("focusin", (event) => {
    const body = event.target.closest("tbody[data-section]");
    if (body) {
      mark(body);
    }
  });
  plan();
}

function topmost(bodies, scroller) {
  const top = Math.max(scroller.getBoundingClientRect().top, 0) + 60;
  return bodies.find((body) => body.getBoundingClientRect().bottom > top) ?? bodies.at(-1);
}

function mark(body) {
  for (const link of grid.querySelectorAll(".sections a")) {
    if (link.dataset.section === body.dataset.section) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}
