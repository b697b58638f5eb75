// Every word the script says comes from the page, where Django has translated it.

const entries = new Map();
const language = document.documentElement.lang || "en";
const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

for (const template of document.querySelectorAll("template#words, template.words")) {
  for (const each of template.content.querySelectorAll("[data-word]")) {
    entries.set(each.dataset.word, { one: each.dataset.one, other: each.dataset.other });
  }
}

/**
 * Return a sentence of the page in the form its number asks for.
 * @param {string} name as in `data-word`
 * @param {number | string} [n] replaces `{n}`
 * @returns {string} "" for a name the page does not have
 */
export function say(name, n = 2) {
  const forms = entries.get(name);
  if (!forms) {
    return "";
  }
  const form = rules.select(n) === "one" && forms.one ? forms.one : forms.other;
  return form.replace("{n}", typeof n === "number" ? numbers.format(n) : n);
}

/** Tell those who do not see the page what happened, when the browser finds the time. */
export function announce(text) {
  const live = document.getElementById("live");
  if (live && text) {
    live.textContent = "";
    window.setTimeout(() => {
      live.textContent = text;
    }, 50);
  }
}

/** Return an ISO date as the page prints dates: "12 Dec. 2026". */
export function printedDate(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const ordinal = day === 1 ? say("first-of-month") : day;
  return `${ordinal} ${say("months").split("|")[month - 1]} ${year}`;
}
