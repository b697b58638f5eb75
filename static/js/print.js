// Buttons that print the page. Without JavaScript they are hidden, and the browser's menu prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
