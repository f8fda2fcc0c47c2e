// rich_text blocks: sections, lists, quotes and preformatted text.
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, date, link, userMention } from "./entities.js";

const STYLES = [
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
  ["code", "code"],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [key, tag]) => (style[key] ? el(tag, {}, inner) : inner), node);
}

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text),
  user: (piece) => userMention(piece.user_id),
  channel: (piece) => channelMention(piece.channel_id),
  usergroup: () => el("span", { class: "mention" }, "@group"),
  broadcast: (piece) => broadcast(piece.range),
  emoji: (piece) => emoji(piece.name) ?? `:${piece.name}:`,
  date: (piece) => date([piece.timestamp, piece.format ?? "{date_num}", piece.url], piece.fallback),
  color: (piece) => el("code", {}, piece.value),
};

const inline = (pieces = []) =>
  pieces.map((piece) => styled(PIECES[piece.type]?.(piece) ?? piece.text ?? "", piece.style));

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && part.offset ? part.offset + 1 : null;
  const items = part.elements.map((item) => el("li", { dir: "auto" }, inline(item.elements)));
  return el(tag, { class: `rich-list indent-${Math.min(part.indent ?? 0, 8)}`, start }, items);
}

const PARTS = {
  rich_text_section: (part) => el("span", { class: "rich-section" }, inline(part.elements)),
  rich_text_list: list,
  rich_text_quote: (part) => el("blockquote", {}, inline(part.elements)),
  rich_text_preformatted: (part) => el("pre", { tabindex: "0" }, inline(part.elements)),
};

/** The nodes of a rich_text value: a block's, or a table cell's. */
export function richText(value) {
  return (value.elements ?? []).map((part) => PARTS[part.type]?.(part) ?? "");
}
