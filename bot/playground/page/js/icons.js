import { svg } from "./dom.js";

const PATHS = {
  hash: "M6.5 3 5 15M13 3l-1.5 12M3.3 6.5h12M2.7 11.5h12",
  lock: "M4.5 8.2h9v6.3h-9zM6.3 8.2V5.9a2.7 2.7 0 0 1 5.4 0v2.3",
  shared:
    "M7.3 10.7 10.7 7.3M8.6 5.7l1.3-1.3a2.6 2.6 0 0 1 3.7 3.7l-1.3 1.3M9.4 12.3l-1.3 1.3a2.6 2.6 0 0 1-3.7-3.7l1.3-1.3",
  reply: "M3 4h12v8.5H8.5L5.5 15v-2.5H3z",
  edit: "M3.5 14.5l.7-3 7.6-7.6 2.3 2.3-7.6 7.6zM10.3 5.4l2.3 2.3",
  trash: "M3.5 5h11M7 5V3.3h4V5M5 5l.6 9.7h6.8L13 5M7.5 7.8v4.2M10.5 7.8v4.2",
  pin: "M6.3 2.8h5.4M7 2.8v4.4L4.8 10.2h8.4L11 7.2V2.8M9 10.2v5",
  close: "M4.5 4.5l9 9M13.5 4.5l-9 9",
  menu: "M3 5h12M3 9h12M3 13h12",
  send: "M3 9 15 3.5 11.5 15 8.8 10.2zM8.8 10.2 15 3.5",
  traffic: "M5.5 14V4.5M3 7l2.5-2.5L8 7M12.5 4v9.5M10 11l2.5 2.5L15 11",
  down: "M4.5 7 9 11.5 13.5 7",
  more: "M4 9h.01M9 9h.01M14 9h.01",
  chevron: "M7 4.5 11.5 9 7 13.5",
  eye: "M2 9c1.7-3 4-4.5 7-4.5S14.3 6 16 9c-1.7 3-4 4.5-7 4.5S3.7 12 2 9zM9 7a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  clip: "M14 8.3 9 13.3a3 3 0 0 1-4.3-4.2l5.4-5.4a2 2 0 0 1 2.9 2.8l-5.3 5.3a.9.9 0 0 1-1.3-1.3l4.6-4.6",
  page: "M5 2.8h5.2L13.5 6v9.2H5zM10 3v3.2h3.3",
  table: "M3 4h12v10H3zM3 7.3h12M3 10.6h12M8 4v10",
  wait: "M9 2.5a6.5 6.5 0 1 0 6.5 6.5",
};

/** A decorative line icon; the button around it carries the label. */
export function icon(name, extra = "") {
  return svg(
    "svg",
    {
      class: `icon ${extra}`,
      viewBox: "0 0 18 18",
      "aria-hidden": "true",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "1.5",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    },
    svg("path", { d: PATHS[name] }),
  );
}
