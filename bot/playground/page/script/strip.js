// A row that is wider than its place: swiped with a finger, with a mouse moved by a button at its end.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const STEP_SHARE = 0.7; // of the visible width that one click moves

/** A row of nodes that scrolls sideways, with a button that shows what does not fit. */
export function strip(name, label, nodes) {
  const row = h("div", { class: `strip-row ${name}`, role: "group", "aria-label": label }, nodes);
  const onward = h("button", { type: "button", class: "strip-on", "aria-label": words.showMore, tabindex: "-1", hidden: true }, icon("on"));
  const node = h("div", { class: "strip" }, row, onward);

  const isAtEnd = () => row.scrollLeft + row.clientWidth >= row.scrollWidth - 8;
  const refresh = () => {
    onward.hidden = row.scrollWidth <= row.clientWidth + 8;
    onward.classList.toggle("is-back", isAtEnd());
  };
  onward.addEventListener("click", () => {
    const left = isAtEnd() ? 0 : row.scrollLeft + row.clientWidth * STEP_SHARE;
    row.scrollTo({ left, behavior: "smooth" });
  });
  row.addEventListener("scroll", refresh, { passive: true });
  new ResizeObserver(refresh).observe(row);
  new MutationObserver(refresh).observe(row, { childList: true });
  return node;
}
