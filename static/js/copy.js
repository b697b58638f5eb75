// Buttons that copy what a field holds. Where the browser keeps the clipboard from pages (without
// HTTPS), the text is selected instead, and Ctrl+C copies it.
const live = document.querySelector("#live");

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return;
    }
    live.textContent = button.dataset.copied;
    button.lastChild.textContent = button.dataset.copied;
  });
}
