// Files that are dropped: they light up what takes them, and never carry the page away.

/**
 * Watch for files that are dropped somewhere in `zone`.
 * @param {HTMLElement} zone
 * @param {(event: DragEvent) => Element | null} targetOf what takes a file dropped there, if anything
 * @param {(files: DataTransfer, target: Element) => void} taken
 */
export function watchDrops(zone, targetOf, taken) {
  let lit = null;
  const light = (target) => {
    if (target !== lit) {
      lit?.classList.remove("is-over");
      target?.classList.add("is-over");
      lit = target;
    }
  };
  const ours = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) {
      return false;
    }
    // Else the browser opens the file in place of the page.
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  zone.addEventListener("dragover", (event) => {
    if (ours(event)) {
      const target = targetOf(event);
      event.dataTransfer.dropEffect = target ? "copy" : "none";
      light(target);
    }
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) {
      light(null);
    }
  });
  zone.addEventListener("drop", (event) => {
    if (ours(event)) {
      const target = targetOf(event);
      light(null);
      if (target && event.dataTransfer.files.length) {
        taken(event.dataTransfer, target);
      }
    }
  });
}
