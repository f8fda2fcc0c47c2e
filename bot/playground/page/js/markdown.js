// The `markdown` block: the part of standard Markdown that Slack shows.
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./entities.js";
import { scroller } from "./scroller.js";

const INLINE = [
  [/`([^`]+)`/, (hit) => el("code", {}, hit[1])],
  [/!?\[([^\]]*)\]\((\S+?)\)/, (hit) => link(hit[2], hit[1])],
  [
    /\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__/,
    (hit) => el("strong", {}, inline(hit[1] ?? hit[2])),
  ],
  [/~~(\S(?:.*?\S)?)~~/, (hit) => el("s", {}, inline(hit[1]))],
  [
    /\*(\S(?:.*?\S)?)\*|(?<!\w)_(\S(?:.*?\S)?)_(?!\w)/,
    (hit) => el("em", {}, inline(hit[1] ?? hit[2])),
  ],
];

function inline(text) {
  const nodes = [];
  let rest = text;
  for (;;) {
    const hits = INLINE.map(([pattern, build]) => ({ hit: pattern.exec(rest), build })).filter(
      ({ hit }) => hit,
    );
    if (!hits.length) return [...nodes, withEmoji(rest)];
    const { hit, build } = hits.reduce((first, next) =>
      next.hit.index < first.hit.index ? next : first,
    );
    nodes.push(withEmoji(rest.slice(0, hit.index)), build(hit));
    rest = rest.slice(hit.index + hit[0].length);
  }
}

const cells = (row) =>
  row
    .replace(/^\s*\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());

function table(rows) {
  const line = (row, tag) =>
    el(
      "tr",
      {},
      cells(row).map((cell) => el(tag, { dir: "auto" }, inline(cell))),
    );
  return scroller(
    "Table",
    el(
      "table",
      {},
      el("thead", {}, line(rows[0], "th")),
      el(
        "tbody",
        {},
        rows.slice(2).map((row) => line(row, "td")),
      ),
    ),
  );
}

const items = (rows) =>
  rows.map((row) => el("li", { dir: "auto" }, inline(row.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ""))));

const KINDS = [
  [
    /^#{1,6}\s/,
    (rows) =>
      rows.map((row) =>
        el(
          "p",
          { class: "md-head", role: "heading", "aria-level": "4" },
          inline(row.replace(/^#+\s+/, "")),
        ),
      ),
  ],
  [/^\s*[-*+]\s+/, (rows) => el("ul", { class: "rich-list" }, items(rows))],
  [/^\s*\d+[.)]\s+/, (rows) => el("ol", { class: "rich-list" }, items(rows))],
  [
    /^>\s?/,
    (rows) =>
      el(
        "blockquote",
        {},
        rows.flatMap((row, at) => [at ? el("br") : null, ...inline(row.replace(/^>\s?/, ""))]),
      ),
  ],
  [/^\s*\|.*\|\s*$/, (rows) => (/^[\s|:-]+$/.test(rows[1] ?? "") ? table(rows) : paragraph(rows))],
  [/^\s*$/, () => []],
];

const paragraph = (rows) =>
  el(
    "p",
    { dir: "auto" },
    rows.flatMap((row, at) => [at ? el("br") : null, ...inline(row)]),
  );
const kindOf = (row) =>
  /^\s*(?:-{3,}|\*{3,})\s*$/.test(row) ? -2 : KINDS.findIndex(([pattern]) => pattern.test(row));

function draw(kind, rows) {
  if (kind === -2) return el("hr");
  return kind < 0 ? paragraph(rows) : KINDS[kind][1](rows);
}

function blocks(text) {
  const groups = [];
  for (const row of text.split("\n")) {
    const kind = kindOf(row);
    const last = groups.at(-1);
    if (last && last.kind === kind) last.rows.push(row);
    else groups.push({ kind, rows: [row] });
  }
  return groups.flatMap(({ kind, rows }) => draw(kind, rows));
}

/** Nodes for a markdown block's text. */
export function markdown(text) {
  return text
    .split(/^```\w*\n([\s\S]*?)\n?```$/m)
    .flatMap((piece, index) =>
      index % 2 ? el("pre", { tabindex: "0" }, piece) : blocks(piece.replace(/^\n+|\n+$/g, "")),
    );
}
