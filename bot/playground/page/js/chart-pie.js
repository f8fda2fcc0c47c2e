// Pie charts: the ring beside a legend that carries value and share, so colour is never alone.
import { el, svg } from "./dom.js";
import { color } from "./palette.js";
import { valueLabel } from "./scale.js";

const SIZE = 168;
const RADIUS = 80;
const HOLE = 46;

const spot = (share, radius) => {
  const angle = share * 2 * Math.PI - Math.PI / 2;
  return `${(SIZE / 2 + radius * Math.cos(angle)).toFixed(2)} ${(SIZE / 2 + radius * Math.sin(angle)).toFixed(2)}`;
};

/** A ring's piece between two shares of the whole (0 to 1). */
function piece(from, to, order, title) {
  const end = Math.min(to, from + 0.99999);
  const large = end - from > 0.5 ? 1 : 0;
  const d = `M${spot(from, RADIUS)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${spot(end, RADIUS)}L${spot(end, HOLE)}A${HOLE} ${HOLE} 0 ${large} 0 ${spot(from, HOLE)}Z`;
  return svg("path", { class: "slice", d, fill: color(order) }, svg("title", {}, title));
}

function key(segment, order, total) {
  const sign = el("i", { class: "key" });
  sign.style.setProperty("--key", color(order));
  const share = `${Math.round((segment.value / total) * 100)}%`;
  return el(
    "li",
    {},
    sign,
    el("bdi", {}, segment.label),
    el("b", {}, valueLabel(segment.value)),
    el("span", {}, share),
  );
}

function ring(segments, total) {
  let from = 0;
  const slices = segments.map((segment, order) => {
    const start = from;
    from += segment.value / total;
    return piece(start, from, order, `${segment.label}: ${valueLabel(segment.value)}`);
  });
  const size = { width: SIZE, height: SIZE, viewBox: `0 0 ${SIZE} ${SIZE}` };
  return svg("svg", { ...size, role: "img", "aria-label": "Pie chart" }, slices);
}

/** Draw a pie chart into `stage`. */
export function drawPie(stage, data) {
  const total = data.segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  const keys = data.segments.map((segment, order) => key(segment, order, total));
  const legend = el("ul", { class: "pie-legend" }, keys);
  stage.replaceChildren(el("div", { class: "pie" }, ring(data.segments, total), legend));
}
