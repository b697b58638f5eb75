// Background work: ask how far it is each second, and go where it leads when it has ended.
//
// The JSON has `state`, `done`, `total` (0: not known), `text`, `is_finished`, `is_cancelling`
// and `next` (an address, or null). Without this file the page has a link to look again.

const EVERY = 1000;

for (const place of document.querySelectorAll("[data-progress]")) {
  watch(place);
}

function watch(place) {
  const quarter = { last: -1 };
  const look = async () => {
    const answer = await asked(place.dataset.progress);
    if (answer === "elsewhere") {
      window.location.reload();
      return;
    }
    if (answer === null) {
      say(place, place.dataset.noConnection);
    } else {
      show(place, answer, quarter);
      if (answer.next) {
        window.location.replace(answer.next);
        return;
      }
      if (answer.is_finished) {
        return;
      }
    }
    window.setTimeout(look, EVERY);
  };
  const isOver = ["done", "failed", "cancelled"].includes(place.dataset.state);
  if (!isOver) {
    window.setTimeout(look, EVERY);
  }
}

/** Return the JSON, null while the server is not there, "elsewhere" when the page is not ours. */
async function asked(url) {
  try {
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    const isSentAway = response.type === "opaqueredirect";
    if (isSentAway || [401, 403, 404].includes(response.status)) {
      return "elsewhere";
    }
    return await response.json();
  } catch {
    return null;
  }
}

function show(place, answer, quarter) {
  const bar = place.querySelector("progress");
  if (answer.total) {
    bar.max = answer.total;
    bar.value = answer.done;
  } else if (answer.is_finished) {
    bar.max = bar.value = 1;
  } else {
    bar.removeAttribute("value");
  }
  place.dataset.state = answer.state;
  place.querySelector("[data-progress-text]").textContent = answer.text;
  const cancel = place.querySelector("[data-progress-cancel]");
  if (cancel) {
    cancel.hidden = answer.is_finished;
    cancel.querySelector("button").disabled = answer.is_cancelling;
  }
  // Who listens is told at each quarter, not each second.
  const now = answer.total ? Math.floor((4 * answer.done) / answer.total) : answer.state;
  if (now !== quarter.last || answer.is_finished || answer.is_cancelling) {
    quarter.last = now;
    say(place, answer.text);
  }
}

function say(place, text) {
  const said = place.querySelector("[data-progress-said]");
  if (said.textContent !== text) {
    said.textContent = text;
  }
  place.querySelector("[data-progress-text]").textContent = text;
}
