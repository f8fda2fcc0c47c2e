// The text a person types and the text Slack stores: & < > are entities, mentions are ids.
import { store } from "./state.js";

const OUT = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const IN = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

export const escapeText = (text) => text.replace(/[&<>]/g, (sign) => OUT[sign]);
export const unescapeText = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => IN[entity]);

/** What may stand after @: every person and the bot, as [id, handle]. */
export function handles() {
  const people = (store.state?.people ?? []).map((person) => [person.id, person.name]);
  const bot = store.state?.bot_user_id;
  if (bot && !people.some(([id]) => id === bot))
    people.push([bot, (store.state.names?.[bot] ?? "rapport").toLowerCase().replace(/\s+/g, "")]);
  return people;
}

function mentions(text) {
  const ids = new Map(handles().map(([id, handle]) => [handle.toLowerCase(), id]));
  return text.replace(/(^|[\s(])@([\w.-]*\w)/g, (whole, before, handle) => {
    const id = ids.get(handle.toLowerCase());
    return id ? `${before}<@${id}>` : whole;
  });
}

function places(text) {
  const channels = new Map(
    (store.state?.channels ?? [])
      .filter((channel) => channel.kind !== "im")
      .map((channel) => [channel.name, channel.id]),
  );
  return text.replace(/(^|[\s(])#([\w-]+)/g, (whole, before, name) =>
    channels.has(name) ? `${before}<#${channels.get(name)}|${name}>` : whole,
  );
}

const links = (text) => text.replace(/(^|[\s(])(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])/g, "$1<$2>");

/** Typed text as Slack's own client would send it. */
export const encode = (text) => places(mentions(links(escapeText(text))));

/** Stored text as it stands in the edit box; `encode` turns it back. */
export function decode(text) {
  const names = new Map(handles());
  const plain = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => (names.has(id) ? `@${names.get(id)}` : whole))
    .replace(/<#\w+\|([^>]+)>/g, "#$1")
    .replace(/<(https?:\/\/[^|>]+)>/g, "$1");
  return unescapeText(plain);
}
