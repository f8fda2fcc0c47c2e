// A holder for what may be wider than the column: it scrolls by itself and shows that it does.
import { el } from "./dom.js";

function watch(holder, box) {
  const look = () =>
    holder.classList.toggle("more", box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
  box.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(box);
}

/** `content` in a scroller named `label`; a shade at the right says that there is more. */
export function scroller(label, content) {
  const box = el(
    "div",
    { class: "table-scroller", role: "region", "aria-label": label, tabindex: "0" },
    content,
  );
  const holder = el("div", { class: "table-holder" }, box);
  watch(holder, box);
  return holder;
}
