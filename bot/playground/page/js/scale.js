// Numbers for an axis: round steps that hold every value.

/** Round ticks that cover [low, high]: ascending, at most about `count` of them. */
export function ticks(low, high, count = 5) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((size) => size >= raw * 0.999);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(last - first, 1) + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Where the value axis starts and ends: zero belongs to it unless the data stay far away. */
export function extent(values, fromZero) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (fromZero || (low >= 0 && low < high * 0.6)) return [Math.min(0, low), Math.max(0, high)];
  return [low, high];
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A tick's label: 1,200 but 12K, so that the margin stays narrow. */
export const tickLabel = (value) =>
  Math.abs(value) >= 10_000 ? compact.format(value) : whole.format(value);

/** A value as read in the tooltip. */
export const valueLabel = (value) => whole.format(value);

const pen = document.createElement("canvas").getContext("2d");

/** Width in pixels of a label in the chart's type. */
export function textWidth(text, size = 12) {
  pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** Every n-th label such that none touches its neighbour; the last one always stays. */
export function thinned(labels, room) {
  const widest = Math.max(...labels.map((label) => textWidth(label))) + 10;
  const every = Math.max(1, Math.ceil(widest / room));
  const last = labels.length - 1;
  return new Set(labels.map((_, index) => last - index * every).filter((index) => index >= 0));
}
