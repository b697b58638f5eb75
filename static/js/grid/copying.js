// Ctrl+C puts rows on the clipboard as a table with its headings, key and revision last; Ctrl+V
// on a row takes such a table to the page that shows what it would change. Nothing is written
// here. Without this file the page "Bring back a workbook" has a box to paste into.
//
// Both wait for the browser's own events, so that its menu works too, and leave fields alone.

import { bare } from "../paste.js";
import { isDialogOpen } from "./dialogs.js";
import { focusedRow } from "./move.js";
import { rows } from "./page.js";
import { read } from "./rows.js";
import { chosen } from "./selection.js";
import { announce, say } from "./words.js";

const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
// What a sheet would work out as a formula when it is pasted as text.
const FORMULA = /^[=+@-](?=.)/;
// The sheet is to keep a text as it is: "2.10" is no number, and "=1+1" is a note.
const AS_TEXT = String.raw`style="mso-number-format:'\@'"`;

/** Listen to copying and pasting. */
export function watchClipboard() {
  document.addEventListener("copy", (event) => {
    const targets = isOurs(event) && window.getSelection().isCollapsed ? copied() : [];
    if (targets.length && event.clipboardData) {
      const table = [headings(), ...targets.map(cells)];
      event.clipboardData.setData("text/plain", asText(table));
      event.clipboardData.setData("text/html", asMarkup(table));
      event.preventDefault();
      announce(say("copied", targets.length));
    }
  });
  document.addEventListener("paste", (event) => {
    const form = document.getElementById("paste-form");
    if (form && isOurs(event) && focusedRow() && fill(form, event.clipboardData)) {
      event.preventDefault();
      announce(say("pasting"));
      form.requestSubmit();
    }
  });
}

function isOurs(event) {
  const isTyping = event.target.closest?.(TYPED_IN);
  return !event.defaultPrevented && !isDialogOpen() && !isTyping;
}

// The chosen rows as long as a row has the focus or any is chosen; a section's line stands for
// its rows.
function copied() {
  const row = focusedRow();
  if (chosen().length) {
    return chosen();
  }
  if (row?.matches(".grid-section")) {
    return rows(row.closest("tbody"));
  }
  return row ? [row] : [];
}

function headings() {
  return say("copy-headings").split("|");
}

function cells(row) {
  const line = row.closest("tbody").querySelector(".section-line");
  const values = read(row);
  const owner = row.querySelector(".duty-owner .value:not(.is-empty)");
  return [
    textOf(line.querySelector(".section-number")),
    textOf(line.querySelector(".section-title")),
    textOf(row.querySelector(".duty-text")),
    coverageOf(row),
    values.reason,
    values.note,
    textOf(owner?.querySelector("span:last-of-type")),
    values.due_on,
    row.dataset.key,
    row.dataset.revision,
  ];
}

function coverageOf(row) {
  const words = say("copy-coverages").split("|");
  const codes = ["unanswered", "covered", "partial", "gap", "not_applicable"];
  return words[codes.indexOf(row.dataset.state)] ?? row.dataset.state;
}

function textOf(element) {
  return element?.textContent.trim() ?? "";
}

function asText(table) {
  return table.map((line) => line.map(quoted).join("\t")).join("\r\n");
}

function quoted(text) {
  const kept = FORMULA.test(text) ? `'${text}` : text;
  return /[\t\n\r"]/.test(kept) ? `"${kept.replaceAll('"', '""')}"` : kept;
}

function asMarkup([head, ...body]) {
  const line = (each, tag, look) =>
    `<tr>${each.map((text) => `<${tag}${look}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const below = body.map((each) => line(each, "td", ` ${AS_TEXT}`)).join("");
  return `<table><thead>${line(head, "th", "")}</thead><tbody>${below}</tbody></table>`;
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML.replaceAll("\n", "<br>");
}

// A sheet gives its rows as text with tabs, which keeps the lines of a note; a web page only as
// markup. Without either there is nothing to bring.
function fill(form, clipboard) {
  const text = clipboard?.getData("text/plain") ?? "";
  const html = clipboard?.getData("text/html") ?? "";
  const isTabbed = text.includes("\t");
  form.elements.namedItem("pasted").value = text;
  form.elements.namedItem("pasted_html").value =
    !isTabbed && html.includes("<table") ? bare(html).html : "";
  return isTabbed || html.includes("<table");
}
