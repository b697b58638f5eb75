// What takes a change back.

import { newId } from "./store.js";

/**
 * Return the undo of a change that the server has, or may have by the time it is sent.
 * @returns {object} each row with `back`, shown from now on, and `before`, shown if it fails
 */
export function undoOf(target, rows = target.rows) {
  return {
    id: newId(),
    kind: "undo",
    target: target.id,
    batch: target.batch ?? "",
    rows: rows.map(({ key, before }) => ({ key, before: target.values, back: before })),
  };
}

/**
 * Return what takes back a settled change: an undo of the rows in its batch, and the values that
 * the other rows had. Those have no batch here: the reply that named it was lost, and sent again
 * the server had the values already.
 * @param {object} target with the rows that were saved, and `agrees` on those without a batch
 * @param {(key: string) => number | null} revisionOf null for what an earlier change will return
 */
export function reversalsOf(target, revisionOf = () => null) {
  const isInBatch = (row) => Boolean(target.batch) && !row.agrees;
  const undone = target.rows.filter(isInBatch);
  const groups = new Map();
  for (const row of target.rows.filter((each) => !isInBatch(each))) {
    const name = JSON.stringify(row.before);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const records = [...groups.values()].map((rows) => ({
    id: newId(),
    kind: "record",
    values: rows[0].before,
    rows: rows.map(({ key }) => ({ key, revision: revisionOf(key), before: target.values })),
  }));
  return undone.length ? [undoOf(target, undone), ...records] : records;
}

/** @returns {boolean} whether what stands now is what was asked for, so that nothing is open */
export function isSame(stale, sent) {
  if (sent.kind === "record") {
    return stale.differences.length === 0;
  }
  const back = sent.rows.find(({ key }) => key === stale.key)?.back;
  return Boolean(back) && Object.entries(back).every(([name, v]) => stale.stored[name] === v);
}
