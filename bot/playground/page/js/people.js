// How a person or the bot is shown: avatar, name, badge.
import { el } from "./dom.js";
import { nameOf, personOf, store } from "./state.js";

function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, " ")
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    letters
      .map((word) => [...word][0])
      .join("")
      .toUpperCase() || "?"
  );
}

const tone = (id) => [...id].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 997, 7) % 8;

/** A square with initials, or the bot's sign. Decorative: the name stands beside it. */
export function avatar(id, bot, small = false) {
  const size = small ? "avatar small" : "avatar";
  if (bot && id === store.state.bot_user_id)
    return el(
      "span",
      { class: size, "aria-hidden": "true" },
      el("img", { src: "/static/icon.svg", alt: "" }),
    );
  return el(
    "span",
    { class: `${size} tone-${tone(id)}`, "aria-hidden": "true" },
    initials(nameOf(id)),
  );
}

/** Name and badge for a message's head. */
export function author(message) {
  const person = personOf(message.user);
  const badge = message.bot
    ? "APP"
    : person?.external
      ? "EXTERNAL"
      : person?.role === "guest"
        ? "GUEST"
        : null;
  return [
    el("strong", {}, el("bdi", {}, nameOf(message.user))),
    badge ? el("span", { class: "badge" }, badge) : null,
  ];
}

const ROLES = { admin: "admin", guest: "guest" };

/** "Dana Reyes (guest)", as the act-as switcher lists people. */
export function personLabel(person) {
  const extra = person.external ? "client, external" : (ROLES[person.role] ?? person.role);
  const name = person.real_name || person.name;
  return extra && extra !== "member" ? `${name} (${extra})` : name;
}
