// A table copied from a web page or a sheet keeps its columns: the clipboard holds it as HTML, and
// plain text has lost them. The markup goes into a hidden field, bare; the text stays to be seen.
// Without this file the text alone is sent.

const KEPT = new Set(["colspan", "rowspan"]);
// Handlers and looks go before anything is parsed, so that the policy has nothing to refuse.
const LOOKS = /<style[\s\S]*?<\/style>|\s(?:on\w+|style)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
const DROPPED = "script, style, link, meta, img, svg, object, iframe, template, noscript, o\\:p";

for (const area of document.querySelectorAll("textarea[data-paste]")) {
  const form = area.form;
  const markup = form.elements.namedItem("pasted_html");
  const said = form.querySelector("[data-pasted]");
  const say = (text) => {
    said.textContent = text;
  };

  area.addEventListener("paste", (event) => {
    const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
    const table = html.includes("<table") ? bare(html) : null;
    // After the browser has put the text in, which is an input as any other.
    window.setTimeout(() => {
      markup.value = table ? table.html : "";
      say(table ? said.dataset.said.replace("{rows}", String(table.rows)) : "");
    });
  });

  area.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste" && markup.value) {
      markup.value = "";
      say("");
    }
  });
}

/** Return the markup of what was copied without looks and scripts, and its number of rows. */
export function bare(html) {
  const page = new DOMParser().parseFromString(html.replace(LOOKS, ""), "text/html");
  for (const element of page.querySelectorAll(DROPPED)) {
    element.remove();
  }
  for (const element of page.body.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      if (!KEPT.has(attribute.name)) {
        element.removeAttribute(attribute.name);
      }
    }
  }
  return { html: page.body.innerHTML, rows: page.querySelectorAll("tr").length };
}
