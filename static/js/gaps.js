// The list of gaps: how many are chosen is on the button, and all of a page can be chosen at once.
const form = document.getElementById("plan-chosen");

if (form) {
  const boxes = [...document.querySelectorAll('input[name="rows"]')];
  const all = form.querySelector('[data-choose="all"]');
  const number = form.querySelector('[data-slot="chosen"]');

  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    number.textContent = chosen;
    number.hidden = chosen === 0;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    form.parentElement.open ||= chosen > 0;
  };

  for (const box of boxes) {
    box.addEventListener("change", show);
  }
  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
    show();
  });
  // The browser keeps boxes marked when one comes back to the page.
  show();
}
