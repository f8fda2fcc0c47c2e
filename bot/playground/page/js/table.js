// `table` and `data_table`: inside their own scroller, numbers to the right, sortable pages.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { scroller } from "./scroller.js";

const NUMBER =
  /^[\s+\-−–±<>≈~]*[$€£¥]?\s*\d[\d\s,.\u202f\u00a0]*\s*(?:%|pp|pts?|s|min|h|d|k|M|€|\$|£)?$/u;

const LONG = 18; // characters; a wrapped cell with more of them gets some room

function plainText(cell) {
  if (cell.type !== "rich_text") return String(cell.text ?? cell.value ?? "");
  const walk = (node) => node.text ?? (node.elements ?? []).map(walk).join("");
  return walk(cell);
}

function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "mrkdwn") return mrkdwn(cell.text);
  return [plainText(cell)];
}

const SIDES = new Set(["left", "center", "right"]);

function alignments(rows, settings = []) {
  return (rows[0] ?? []).map((_, column) => {
    const asked = settings[column]?.align;
    if (SIDES.has(asked)) return asked;
    const numeric =
      column > 0 &&
      rows
        .slice(1)
        .every(
          (row) => row[column]?.type === "raw_number" || NUMBER.test(plainText(row[column] ?? {})),
        );
    return numeric && rows.length > 1 ? "right" : "left";
  });
}

function row(cells, tag, aligns, settings, headColumn) {
  return el(
    "tr",
    {},
    cells.map((cell, column) => {
      const head = tag === "td" && column === headColumn;
      const classes = [
        `to-${aligns[column] ?? "left"}`,
        settings[column]?.is_wrapped ? "wrapped" : "",
        plainText(cell).length > LONG ? "long" : "",
      ]
        .join(" ")
        .trim();
      return el(
        head ? "th" : tag,
        { class: classes, scope: tag === "th" ? "col" : head ? "row" : null },
        el("bdi", {}, content(cell)),
      );
    }),
  );
}

/** A table block: the first row is the head. */
export function tableBlock(block) {
  const settings = (block.column_settings ?? []).map((setting) => setting ?? {});
  const aligns = alignments(block.rows, settings);
  const [head, ...rest] = block.rows;
  return scroller(
    "Table",
    el(
      "table",
      {},
      el("thead", {}, row(head, "th", aligns, settings)),
      el(
        "tbody",
        {},
        rest.map((cells) => row(cells, "td", aligns, settings, 0)),
      ),
    ),
  );
}

function compare(column, down) {
  const key = (cells) =>
    cells[column].type === "raw_number" ? Number(cells[column].value) : plainText(cells[column]);
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    const order =
      typeof x === "number" && typeof y === "number"
        ? x - y
        : String(x).localeCompare(String(y), "en", { numeric: true });
    return down ? -order : order;
  };
}

function sortHead(head, column, view, draw) {
  const sorted = view.column === column;
  const order = view.down ? "descending" : "ascending";
  head.setAttribute("aria-sort", sorted ? order : "none");
  const sort = () => {
    Object.assign(view, { down: sorted && !view.down, column, page: 0 });
    draw();
  };
  const sign = sorted ? (view.down ? " ↓" : " ↑") : "";
  head.replaceChildren(press({ class: "sort" }, sort, ...head.childNodes, sign));
}

function sortHeads(line, view, draw) {
  [...line.children].forEach((head, column) => sortHead(head, column, view, draw));
  return line;
}

function pager(view, pages, draw) {
  if (pages < 2) return null;
  const turn = (by) => () => {
    view.page += by;
    draw();
  };
  const back = { class: "quiet back", "aria-label": "Previous rows", disabled: view.page === 0 };
  const on = { class: "quiet", "aria-label": "Next rows", disabled: view.page >= pages - 1 };
  return el(
    "div",
    { class: "pager" },
    press(back, turn(-1), icon("chevron")),
    `Page ${view.page + 1} of ${pages}`,
    press(on, turn(1), icon("chevron")),
  );
}

function dataRows(block, view, size) {
  const rest = block.rows.slice(1);
  const sorted = view.column === null ? rest : [...rest].sort(compare(view.column, view.down));
  return sorted.slice(view.page * size, (view.page + 1) * size);
}

/** A data_table block: caption, sortable columns, pages of `page_size` rows (5 by default). */
export function dataTable(block) {
  const view = { column: null, down: false, page: 0 };
  const size = block.page_size ?? 5;
  const caption =
    typeof block.caption === "string" ? block.caption : (block.caption?.text ?? "Table");
  const aligns = alignments(block.rows);
  const holder = el("div", { class: "data-table" });
  const draw = () => {
    const head = sortHeads(row(block.rows[0], "th", aligns, []), view, draw);
    const body = dataRows(block, view, size).map((cells) =>
      row(cells, "td", aligns, [], block.row_header_column_index ?? 0),
    );
    const table = el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, head),
      el("tbody", {}, body),
    );
    holder.replaceChildren(
      scroller(caption, table),
      ...[pager(view, Math.ceil((block.rows.length - 1) / size), draw)].filter(Boolean),
    );
  };
  draw();
  return holder;
}
