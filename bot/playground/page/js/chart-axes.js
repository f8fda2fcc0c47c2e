// Line, area and bar charts.
import { listen, pointer } from "./chart-tip.js";
import { svg } from "./dom.js";
import { color, dash } from "./palette.js";
import { extent, textWidth, thinned, tickLabel, ticks } from "./scale.js";

const HEIGHT = 240;

/** Where everything stands: x(index), y(value) and the plot's edges, in pixels. */
function layout(data, width) {
  const values = data.series.flatMap((series) => series.data.map((point) => point.value));
  const marks = ticks(...extent(values, data.type !== "line"), width < 420 ? 4 : 5);
  const axis = data.axis_config ?? {};
  const labels = axis.categories ?? data.series[0].data.map((point) => point.label);
  const left =
    Math.max(...marks.map((mark) => textWidth(tickLabel(mark)))) + (axis.y_label ? 30 : 12);
  const bottom = HEIGHT - (axis.x_label ? 44 : 26);
  const right = width - 10;
  const room = (right - left) / labels.length;
  const [low, high] = [marks[0], marks.at(-1)];
  const y = (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - 12);
  return {
    marks,
    labels,
    axis,
    left,
    right,
    bottom,
    room,
    y,
    x: (index) => left + room * (index + 0.5),
    zero: y(Math.min(Math.max(0, low), high)),
  };
}

const text = (x, y, anchor, words) => svg("text", { x, y, "text-anchor": anchor }, words);

function xLabels(plan, width) {
  const shown = thinned(plan.labels, plan.room);
  return plan.labels.map((label, index) => {
    if (!shown.has(index)) return null;
    const half = textWidth(label) / 2;
    const x = Math.min(Math.max(plan.x(index), half + 2), width - half - 2);
    return text(x, plan.bottom + 17, "middle", label);
  });
}

function frame(plan, width) {
  const lines = plan.marks.map((mark) => [
    svg("line", {
      class: mark === 0 ? "grid zero" : "grid",
      x1: plan.left,
      x2: plan.right,
      y1: plan.y(mark),
      y2: plan.y(mark),
    }),
    text(plan.left - 7, plan.y(mark) + 4, "end", tickLabel(mark)),
  ]);
  const middle = (plan.left + plan.right) / 2;
  return [
    lines,
    xLabels(plan, width),
    plan.axis.x_label ? text(middle, HEIGHT - 5, "middle", plan.axis.x_label) : null,
    plan.axis.y_label
      ? svg(
          "text",
          {
            "text-anchor": "middle",
            transform: `translate(12 ${plan.bottom / 2 + 6}) rotate(-90)`,
          },
          plan.axis.y_label,
        )
      : null,
  ];
}

const path = (series, plan) =>
  series.data
    .map(
      (point, index) =>
        `${index ? "L" : "M"}${plan.x(index).toFixed(1)} ${plan.y(point.value).toFixed(1)}`,
    )
    .join("");

function line(series, order, plan) {
  const dots = series.data.map((point, index) =>
    svg("circle", {
      class: "dot",
      cx: plan.x(index),
      cy: plan.y(point.value),
      r: 2.6,
      fill: color(order),
    }),
  );
  return [
    svg("path", {
      class: "stroke",
      d: path(series, plan),
      stroke: color(order),
      "stroke-dasharray": dash(order) || null,
    }),
    order === 0 ? dots : null,
  ];
}

function area(series, order, plan) {
  const end = `L${plan.x(series.data.length - 1).toFixed(1)} ${plan.zero}L${plan.x(0).toFixed(1)} ${plan.zero}Z`;
  return [
    svg("path", { class: "fill", d: path(series, plan) + end, fill: color(order) }),
    svg("path", { class: "stroke", d: path(series, plan), stroke: color(order) }),
  ];
}

function bars(series, order, plan, count) {
  const slot = plan.room * 0.72;
  const wide = Math.max(slot / count - 1, 1);
  return series.data.map((point, index) => {
    const top = Math.min(plan.y(point.value), plan.zero);
    const left = plan.x(index) - slot / 2 + (slot / count) * order;
    return svg("rect", {
      x: left,
      y: top,
      width: wide,
      height: Math.max(Math.abs(plan.y(point.value) - plan.zero), 1),
      rx: Math.min(2, wide / 2),
      fill: color(order),
    });
  });
}

const SHAPES = { line, area, bar: bars };

/** Draw a line, area or bar chart into `stage` at `width` pixels. */
export function drawAxes(stage, data, width) {
  const plan = layout(data, width);
  const guide = svg("line", { class: "guide", y1: 8, y2: plan.bottom, visibility: "hidden" });
  const shapes = data.series.map((series, order) =>
    SHAPES[data.type](series, order, plan, data.series.length),
  );
  const picture = svg(
    "svg",
    {
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      tabindex: "0",
      role: "img",
      "aria-label": "Chart; arrow keys walk through its values",
    },
    frame(plan, width),
    guide,
    shapes.reverse(),
  );
  stage.replaceChildren(picture);
  listen(picture, plan, pointer(stage, data, plan, guide, width));
}
