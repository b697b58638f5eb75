// Runs in the head, before the first paint, so that a chosen theme never flashes.
(function () {
  "use strict";

  const root = document.documentElement;
  const key = "remit-theme";

  function stored() {
    try {
      const theme = localStorage.getItem(key);
      return theme === "light" || theme === "dark" ? theme : "auto";
    } catch {
      return "auto"; // Storage can be forbidden by the browser's settings.
    }
  }

  function apply(theme) {
    if (theme === "auto") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    }
  }

  function choose(theme) {
    try {
      localStorage.setItem(key, theme);
    } catch {
      // The choice then lasts for this page only.
    }
    apply(theme);
  }

  root.dataset.js = "";
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (button) {
      choose(button.dataset.setTheme);
    }
  });
  window.addEventListener("storage", (event) => {
    if (event.key === key) {
      apply(stored());
    }
  });
})();
