// Signing out leaves nothing of the person in the browser but the theme, and loses nothing unseen.

const PATIENCE_MS = 5_000;
const LOOK_MS = 100;

let isLeaving = false;

/** What the grid keeps of a person until the server has it (grid/store.js). */
function unsaved(person) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`remit-queue:${person}:`));
  } catch {
    return [];
  }
}

function forget(person) {
  for (const key of unsaved(person)) {
    localStorage.removeItem(key);
  }
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was kept.
  }
}

/** Resolve once nothing waits any more, in this window or another, or patience is over. */
async function sent(person) {
  const until = Date.now() + PATIENCE_MS;
  while (unsaved(person).length && navigator.onLine && Date.now() < until) {
    await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS));
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const { signOut: person, question } = form.dataset;
  if (!person) {
    return;
  }
  event.preventDefault();
  if (isLeaving) {
    return;
  }
  isLeaving = true;
  await sent(person);
  if (!unsaved(person).length || window.confirm(question)) {
    forget(person);
    form.submit();
  }
  isLeaving = false;
});
