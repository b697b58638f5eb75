// Changes on their way: painted at once, sent in order, kept until the server has them.
//
// Changes of one row queue behind each other: each is sent with the revision that the one before
// it returned, so that fast typing never conflicts with itself. Other rows need not wait.

import { applyCounts, countingLate, countOpen } from "./counts.js";
import { closeConflict, showConflict } from "./conflicts.js";
import { rowOf } from "./page.js";
import { before, paint, trouble } from "./rows.js";
import { isSame, reversalsOf, undoOf } from "./reversal.js";
import { send } from "./send.js";
import { drop, keep, leftBehind, newId } from "./store.js";
import { showState } from "./state.js";
import { announce, say } from "./words.js";

const AT_ONCE = 3;
const RETRY_MS = 5_000;

/** @type {object[]} oldest first */
let waiting = [];
let isOffline = false;
let isOutOfOrder = false; // the server answers, and cannot save
let isSignedOut = false;

/**
 * Give rows new values: paint them now, save them when possible.
 * @param {HTMLTableRowElement[]} targets
 * @param {object} values by form field
 * @returns {object} the change, to be undone
 */
export function change(targets, values) {
  const made = {
    id: newId(),
    kind: "record",
    values,
    rows: targets.map((row) => ({
      key: row.dataset.key,
      revision: revisionOf(row.dataset.key),
      before: before(row, values),
    })),
  };
  for (const row of targets) {
    closeConflict(row);
    trouble(row, "");
  }
  show(targets, values);
  enqueue(made);
  return made;
}

/**
 * Take a change back: unsent, it is forgotten; otherwise the server undoes it. Its rows are those
 * that it changed: what was refused, or is in conflict, is not among them any more.
 */
export function takeBack(target) {
  const isWaiting = waiting.includes(target);
  for (const { key, before: values } of target.rows) {
    show([rowOf(key)], values);
  }
  if (isWaiting && !target.wasSent) {
    finish(target);
    refresh();
    return;
  }
  for (const each of isWaiting ? [undoOf(target)] : reversalsOf(target, revisionOf)) {
    enqueue(each);
  }
}

/** Take up what a closed window left, and try again whatever waits. */
export async function resume() {
  const found = await leftBehind(resume);
  for (const each of found.filter(({ id }) => !waiting.some((known) => known.id === id))) {
    adopt(each);
  }
  pump();
}

/** Start listening for the network. */
export function watchNetwork() {
  window.addEventListener("online", resume);
  window.setInterval(() => {
    if (isOffline && waiting.length) {
      pump();
    }
  }, RETRY_MS);
}

/** @returns {number} how many rows have something unsaved */
export function unsavedRows() {
  return new Set(waiting.flatMap((each) => each.rows.map((row) => row.key))).size;
}

function adopt(left) {
  const adopted = { ...left, isSending: false };
  for (const { key, back } of adopted.rows) {
    show([rowOf(key)], back ?? adopted.values ?? {});
  }
  keep(adopted);
  waiting.push(adopted);
}

function enqueue(made) {
  waiting.push(made);
  keep(made);
  pump();
}

function isBusy(key) {
  return waiting.some((each) => each.rows.some((row) => row.key === key));
}

// Null while a change of the row is on its way: that one will return it.
function revisionOf(key) {
  return isBusy(key) ? null : Number(rowOf(key)?.dataset.revision);
}

function isNext(candidate) {
  const keys = new Set(candidate.rows.map((row) => row.key));
  const earlier = waiting.slice(0, waiting.indexOf(candidate));
  return !earlier.some((each) => each.rows.some((row) => keys.has(row.key)));
}

function pump() {
  refresh();
  const sending = waiting.filter((each) => each.isSending).length;
  const next = waiting.filter((each) => !each.isSending && isNext(each));
  for (const each of next.slice(0, Math.max(0, AT_ONCE - sending))) {
    void deliver(each);
  }
}

async function deliver(sent) {
  sent.isSending = true;
  sent.wasSent = true;
  refresh();
  const reply = await send(sent);
  sent.isSending = false;
  const wasOffline = isOffline;
  const wasOutOfOrder = isOutOfOrder;
  isOffline = reply.kind === "network";
  isOutOfOrder = isOffline && reply.status > 0;
  isSignedOut = reply.kind === "signed-out";
  if (isOffline || isSignedOut) {
    if (!wasOffline) {
      announce(say(reason(), unsavedRows()));
    }
    refresh();
    return;
  }
  settle(sent, reply);
  if (wasOffline && !waiting.length) {
    announce(say(wasOutOfOrder ? "in-order" : "back"));
  }
  pump();
}

function settle(sent, { kind, body }) {
  const { rows } = sent;
  if (kind === "failed" || !body.saved) {
    sent.rows = [];
    finish(sent);
    giveUp(rows, body.message || say("failed"));
    return;
  }
  const saved = { ...body.saved };
  const lost = new Set([...body.refused, ...body.missing]);
  const stale = body.stale.filter((each) => !isSame(each, sent));
  for (const each of body.stale.filter((one) => isSame(one, sent))) {
    saved[each.key] = each.revision;
  }
  sent.batch = body.counts ? body.batch : "";
  sent.rows = rows
    .filter(({ key }) => key in saved)
    .map((row) => ({ ...row, agrees: !(row.key in body.saved) }));
  finish(sent);
  for (const [key, revision] of Object.entries(saved)) {
    advance(key, revision);
  }
  giveUp(rows.filter(({ key }) => lost.has(key)), body.message || say("failed"));
  for (const each of stale) {
    clash(sent, each, rows.find(({ key }) => key === each.key));
  }
  if (stale.length) {
    announce(say(sent.kind === "undo" ? "changed-since" : "unsettled", stale.length));
  }
  applyCounts(body.counts, body.standing);
}

function advance(key, revision) {
  const row = rowOf(key);
  if (row) {
    row.dataset.revision = revision;
  }
  const follower = waiting.find((each) => each.rows.some((one) => one.key === key));
  const place = follower?.rows.find((one) => one.key === key);
  if (place && follower.kind === "record" && place.revision === null) {
    place.revision = revision;
    keep(follower);
  }
}

function clash(sent, stale, place) {
  const row = rowOf(stale.key);
  if (sent.kind === "undo") {
    advance(stale.key, stale.revision);
    show([row], stale.stored);
    return;
  }
  const mine = { ...sent.values, ...forget(stale.key) };
  // Kept with its old revision: if the page is closed now, the next one asks again.
  const kept = { id: newId(), kind: "record", values: mine, rows: [place] };
  keep(kept);
  if (row) {
    row.dataset.revision = stale.revision;
    showConflict(row, stale, {
      mine: () => change([row], mine),
      theirs: () => show([row], stale.stored),
      settled: () => {
        drop(kept);
        refresh();
      },
    });
  }
}

// Later changes of a row in conflict are part of "mine"; return their values together.
function forget(key) {
  const together = {};
  for (const each of waiting.filter((one) => one.rows.some((row) => row.key === key))) {
    Object.assign(together, each.values);
    each.rows = each.rows.filter((row) => row.key !== key);
    if (each.rows.length) {
      keep(each);
    } else {
      finish(each);
    }
  }
  return together;
}

function giveUp(places, text) {
  for (const { key, before: values } of places) {
    const row = rowOf(key);
    forget(key);
    show([row], values ?? {});
    if (row) {
      trouble(row, text);
    }
  }
  if (places.length) {
    announce(text);
  }
}

function finish(done) {
  waiting = waiting.filter((each) => each !== done);
  drop(done);
  for (const undo of waiting.filter((each) => each.target === done.id)) {
    replace(undo, reversalsOf(done));
  }
}

// Ids sort in the order of the queue, also of one that is taken up by another page.
function replace(old, changes) {
  changes.forEach((each, place) => keep(Object.assign(each, { id: `${old.id}.${place}` })));
  waiting = waiting.flatMap((each) => (each === old ? changes : [each]));
  drop(old);
}

function show(targets, values) {
  const found = targets.filter(Boolean);
  countingLate(found, () => {
    for (const row of found) {
      paint(row, values);
    }
  });
  countOpen(found);
}

function refresh() {
  const sending = new Set(waiting.flatMap((each) => each.rows.map((row) => row.key)));
  const isStuck = isOffline || isSignedOut;
  for (const row of document.querySelectorAll("tr.is-saving, tr.is-queued")) {
    row.classList.remove("is-saving", "is-queued");
  }
  for (const key of sending) {
    rowOf(key)?.classList.add(isStuck ? "is-queued" : "is-saving");
  }
  const unsettled = document.querySelectorAll("tr.is-conflict").length;
  showState({ unsaved: sending.size, unsettled, reason: isStuck ? reason() : "" });
}

function reason() {
  if (isSignedOut) {
    return "signed-out";
  }
  return isOutOfOrder ? "out-of-order" : "waiting";
}
