// Slack's mrkdwn as nodes. Order matters: code first, then <…>, then bold, italic and strike;
// entities are undone last, so that an escaped "<!channel>" can never become a mention.
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { unescapeText } from "./escape.js";
import { entity } from "./entities.js";

const ATOM = /`([^`\n]+)`|<([^<>\n]+)>/g;
const MARKS = [
  ["strong", /(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\p{L}\p{N}*])/u],
  ["em", /(?<![\p{L}\p{N}_])_(?=[^\s_])([^\n]*?[^\s_])_(?![\p{L}\p{N}_])/u],
  ["s", /(?<![\p{L}\p{N}~])~(?=[^\s~])([^~\n]*[^\s~])~(?![\p{L}\p{N}~])/u],
];
const HOLE = /\uE000(\d+)\uE001/;

const plain = (text) => withEmoji(unescapeText(text));

function firstMark(text) {
  const found = MARKS.map(([tag, pattern]) => ({ tag, hit: pattern.exec(text) })).filter(
    ({ hit }) => hit,
  );
  return found.sort((a, b) => a.hit.index - b.hit.index)[0] ?? null;
}

function fillHoles(text, atoms) {
  return text.split(/(\uE000\d+\uE001)/).map((piece) => {
    const hole = HOLE.exec(piece);
    return hole && atoms[Number(hole[1])] ? atoms[Number(hole[1])]() : plain(piece);
  });
}

function marked(text, atoms) {
  const nodes = [];
  let rest = text;
  for (let first = firstMark(rest); first; first = firstMark(rest)) {
    const { tag, hit } = first;
    nodes.push(...fillHoles(rest.slice(0, hit.index), atoms), el(tag, {}, marked(hit[1], atoms)));
    rest = rest.slice(hit.index + hit[0].length);
  }
  return [...nodes, ...fillHoles(rest, atoms)];
}

function inline(text) {
  const atoms = [];
  const holes = text.replace(ATOM, (whole, code, inner) => {
    atoms.push(
      code !== undefined
        ? () => el("code", {}, codeText(code))
        : () => entity(inner) ?? plain(whole),
    );
    return `\uE000${atoms.length - 1}\uE001`;
  });
  return marked(holes, atoms);
}

const codeText = (text) =>
  unescapeText(text.replace(/<(https?:[^|>]+)(?:\|([^>]*))?>/g, (_, url, label) => label ?? url));

function lines(rows) {
  return rows.flatMap((row, index) => (index ? [el("br"), ...inline(row)] : inline(row)));
}

const QUOTE = /^(?:&gt;|>)(?!&gt;&gt;|>>) ?/;

function quotesAndText(text) {
  const nodes = [];
  let rows = [];
  let quoted = false;
  const flush = () => {
    if (rows.length)
      nodes.push(quoted ? el("blockquote", {}, lines(rows)) : el("span", {}, lines(rows)));
    rows = [];
  };
  for (const row of text.split("\n")) {
    if (QUOTE.test(row) !== quoted) {
      flush();
      quoted = !quoted;
    }
    rows.push(quoted ? row.replace(QUOTE, "") : row);
  }
  flush();
  return nodes;
}

function longQuote(text) {
  const at = text.search(/(^|\n)(?:&gt;&gt;&gt;|>>>)/);
  if (at < 0) return quotesAndText(text);
  const rest = text.slice(at).replace(/^\n?(?:&gt;&gt;&gt;|>>>) ?/, "");
  return [
    ...(at > 0 ? quotesAndText(text.slice(0, at)) : []),
    el("blockquote", {}, lines(rest.split("\n"))),
  ];
}

const trimmed = (text, index, last) =>
  text.replace(index ? /^\n/ : "", "").replace(last ? "" : /\n$/, "");

/** Nodes for a mrkdwn string as Slack stores it (entities escaped, mentions in <…>). */
export function mrkdwn(text) {
  const pieces = String(text ?? "").split(/```([\s\S]+?)```/);
  return pieces.flatMap((piece, index) => {
    if (index % 2) return [el("pre", { tabindex: "0" }, codeText(piece.replace(/^\n|\n$/g, "")))];
    const body = trimmed(piece, index, index === pieces.length - 1);
    return body ? longQuote(body) : [];
  });
}

/** A text object (`mrkdwn` or `plain_text`) as nodes. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return [object];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return [object.emoji === false ? object.text : withEmoji(object.text ?? "")];
}
