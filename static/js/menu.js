// Menus are <details>: they open without this file; it only closes them as a menu should.
import "./signing-out.js";

const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  for (const menu of open()) {
    const summary = menu.querySelector("summary");
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) {
      summary.focus();
    }
  }
});
