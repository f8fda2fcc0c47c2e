// data_visualization: drawn at the width it has, so that labels keep their size on a phone.
import { drawAxes } from "./chart-axes.js";
import { drawPie } from "./chart-pie.js";
import { el } from "./dom.js";
import { color, dash } from "./palette.js";
import { valueLabel } from "./scale.js";

const say = (points) =>
  points.map((point) => `${point.label} ${valueLabel(point.value)}`).join(", ");

/** The whole chart in words, for people who do not see it. */
function inWords(title, data) {
  if (data.type === "pie") return `Pie chart. ${title}. ${say(data.segments)}.`;
  return `${data.type} chart. ${title}. ${data.series.map((series) => `${series.name}: ${say(series.data)}`).join(". ")}.`;
}

function legend(names, type) {
  const key = (index) => {
    const sign = el("i", { class: type === "line" ? "key line" : "key" });
    sign.style.setProperty("--key", color(index));
    if (type === "line" && dash(index)) sign.classList.add("dashed");
    return sign;
  };
  return el(
    "ul",
    { class: "legend" },
    names.map((name, index) => el("li", {}, key(index), el("bdi", {}, name))),
  );
}

function watchWidth(holder, draw) {
  let width = 0;
  const see = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    draw(width);
  });
  see.observe(holder);
}

/** A data_visualization block: title, legend, picture with a value tip, and its words. */
export function chart(block) {
  const data = block.chart;
  const title = typeof block.title === "string" ? block.title : (block.title?.text ?? "");
  const stage = el("div", { class: "stage" });
  const draw = data.type === "pie" ? drawPie : drawAxes;
  watchWidth(stage, (width) => draw(stage, data, width));
  const names = data.type === "pie" ? [] : data.series.map((series) => series.name);
  return el(
    "figure",
    { class: "chart", "data-chart": data.type },
    el("figcaption", {}, title),
    names.length > 1 ? legend(names, data.type) : null,
    stage,
    el("p", { class: "sr" }, inWords(title, data)),
  );
}
