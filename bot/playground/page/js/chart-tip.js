// The values of one category, beside a guide line.
import { el } from "./dom.js";
import { color } from "./palette.js";
import { valueLabel } from "./scale.js";

function tip(data, plan, index) {
  return el(
    "div",
    { class: "tip" },
    el("strong", {}, plan.labels[index]),
    data.series.map((series, order) => {
      const key = el("i", { class: "key" });
      key.style.setProperty("--key", color(order));
      return el(
        "div",
        {},
        key,
        el("bdi", {}, series.name),
        el("b", {}, valueLabel(series.data[index].value)),
      );
    }),
  );
}

/** A function that shows the values of one category beside a guide line; `null` hides them. */
export function pointer(stage, data, plan, guide, width) {
  const box = el("div", { class: "tip-holder", hidden: true });
  stage.append(box);
  return (index) => {
    box.hidden = index === null;
    guide.setAttribute("visibility", index === null ? "hidden" : "visible");
    if (index === null) return;
    for (const end of ["x1", "x2"]) guide.setAttribute(end, plan.x(index));
    box.replaceChildren(tip(data, plan, index));
    const left = plan.x(index) + 12;
    box.style.left = `${left + box.offsetWidth > width ? Math.max(0, plan.x(index) - 12 - box.offsetWidth) : left}px`;
  };
}

/** Mouse, touch and arrow keys choose the category that is shown. */
export function listen(picture, plan, show) {
  const last = plan.labels.length - 1;
  let at = null;
  const go = (index) => {
    at = index === null ? null : Math.min(Math.max(index, 0), last);
    show(at);
  };
  picture.addEventListener("pointermove", (event) =>
    go(Math.floor((event.clientX - picture.getBoundingClientRect().left - plan.left) / plan.room)),
  );
  picture.addEventListener("pointerleave", () => go(null));
  picture.addEventListener("blur", () => go(null));
  picture.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(at === null ? (by > 0 ? 0 : last) : at + by);
  });
}
