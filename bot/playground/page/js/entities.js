// What stands between < and >: mentions, channels, dates, links. Anything else is plain text.
import { el } from "./dom.js";
import { unescapeText } from "./escape.js";
import { nameOf, openChannel, store } from "./state.js";
import { dateToken, fullMoment } from "./time.js";

const SAFE = /^(?:https?:\/\/|mailto:|tel:)/i;

/** A link, or its words alone where the address is of a kind that is not opened. */
export function link(url, label) {
  const words = label || url;
  if (!SAFE.test(url)) return el("span", {}, words);
  const here = url.startsWith(`${location.origin}/archives/`);
  return el("a", { href: url, rel: "noopener noreferrer", target: here ? null : "_blank" }, words);
}

export const userMention = (id) =>
  el(
    "span",
    { class: id === store.as ? "mention mine" : "mention" },
    el("bdi", {}, `@${nameOf(id)}`),
  );

export function channelMention(id, label) {
  const known = store.state?.channels.some((channel) => channel.id === id);
  const name = `#${store.state?.names?.[id] ?? label ?? id}`;
  return known
    ? el("button", { class: "mention", type: "button", on: { click: () => openChannel(id) } }, name)
    : el("span", { class: "mention" }, name);
}

export const broadcast = (range) => el("span", { class: "mention mine" }, `@${range}`);

function special(body, label) {
  const [kind, ...rest] = body.split("^");
  if (kind === "date") return date(rest, label);
  if (["channel", "here", "everyone"].includes(kind)) return broadcast(kind);
  return el("span", { class: "mention" }, label || `@${kind}`);
}

export function date([seconds, pattern, url], fallback) {
  const words = dateToken(seconds, unescapeText(pattern ?? ""));
  if (words === null) return el("span", {}, fallback ?? "");
  return el("time", { title: fullMoment(Number(seconds) * 1000) }, url ? link(url, words) : words);
}

/** A node for the inside of `<…>`, or null where it is none of Slack's forms. */
export function entity(inner) {
  const bar = inner.indexOf("|");
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : unescapeText(inner.slice(bar + 1));
  if (/^@[UWB]\w+$/.test(body)) return userMention(body.slice(1));
  if (/^#[CG]\w+$/.test(body)) return channelMention(body.slice(1), label);
  if (body.startsWith("!")) return special(body.slice(1), label);
  return /^[a-z][a-z0-9+.-]*:\S/i.test(body) ? link(unescapeText(body), label) : null;
}
