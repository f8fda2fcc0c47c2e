// One message: head, content, reactions, replies, tools.
import { blocks, showsFile } from "./blocks.js";
import { el, press } from "./dom.js";
import { editBox } from "./edit.js";
import { emoji } from "./emoji.js";
import { fileOf } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { author, avatar } from "./people.js";
import { act, me, nameOf, store, update } from "./state.js";
import { clock, fullMoment, tsMs, when } from "./time.js";

function tool(name, label, testid, click) {
  return el(
    "button",
    {
      class: "quiet",
      type: "button",
      title: label,
      "aria-label": label,
      "data-testid": testid,
      on: { click },
    },
    icon(name),
  );
}

const PIN = "pushpin"; // under a reply it lets the client read it

const reactors = (message, wanted) =>
  (message.reactions ?? []).find(({ name }) => name === wanted)?.users ?? [];

const outsider = () => me()?.external || me()?.role === "guest";

/** A reply's pin: on it, the team lets the client read the words. */
function pin(message) {
  const { ts } = message;
  const pinned = reactors(message, PIN).includes(store.as);
  const effect = outsider() ? "" : ": the client may read it"; // an outsider's pin has none
  const words = pinned ? "Take your 📌 off" : `React with 📌${effect}`;
  return tool("pin", words, `pin-${ts}`, () => act("react", { ts, name: PIN }));
}

/** What the app offers in the menu of a message, here for messages with a file. */
function shortcuts({ ts, bot, files }) {
  if (bot || !files?.length) return [];
  const pick = (id) => () => act("shortcut", { ts, callback_id: id });
  return (store.state?.shortcuts ?? []).map(({ callback_id: id, name }) =>
    tool("table", name, `${id}-${ts}`, pick(id)),
  );
}

function tools(message, root) {
  if (message.ephemeral || root || store.editing === message.ts) return null;
  const { ts, thread_ts: thread } = message;
  const own = message.user === store.as && !message.bot;
  const reply = () => update({ thread: ts });
  const edit = () => update({ editing: ts });
  const remove = () => act("delete", { ts });
  const offered = [
    (!thread || thread === ts) && tool("reply", "Reply in thread", `reply-${ts}`, reply),
    thread && thread !== ts && !message.bot && pin(message),
    ...shortcuts(message),
    own && tool("edit", "Edit message", `edit-${ts}`, edit),
    own && tool("trash", "Delete message", `delete-${ts}`, remove),
  ].filter(Boolean);
  return offered.length ? el("div", { class: "tools" }, offered) : null;
}

function text(message) {
  const shown = message.edited && !message.ephemeral; // Slack puts another in its place unmarked
  const mark = shown ? el("span", { class: "edited" }, " (edited)") : null;
  if (message.blocks?.length) return [...blocks(message), mark];
  return message.text
    ? el("div", { class: "words", dir: "auto" }, mrkdwn(message.text), mark)
    : mark;
}

const files = (message) =>
  (message.files ?? [])
    .filter((file) => !showsFile(message, file))
    .map((file) => fileOf(message, file));

function chips({ ts, reactions }) {
  if (!reactions?.length) return null;
  return el(
    "div",
    { class: "chips" },
    reactions.map(({ name, count, users = [] }) => {
      const words = `:${name}: by ${users.map(nameOf).join(", ")}`;
      const props = {
        class: users.includes(store.as) ? "chip mine" : "chip",
        title: words,
        "aria-label": words,
        "data-testid": `reaction-${name}`,
      };
      const toggle = () => act("react", { ts, name });
      return press(props, toggle, `${emoji(name) ?? `:${name}:`} ${count}`);
    }),
  );
}

function writers(ts) {
  const replies = store.messages.filter((reply) => reply.thread_ts === ts && reply.ts !== ts);
  return [...new Map(replies.map((reply) => [reply.user, reply.bot]))].slice(0, 4);
}

function replies({ ts, reply_count: count = 0, latest_reply: latest }) {
  if (!count) return null;
  const props = { class: "replies", "data-testid": `thread-${ts}` };
  return press(
    props,
    () => update({ thread: ts }),
    writers(ts).map(([user, bot]) => avatar(user, bot, true)),
    el("b", {}, count === 1 ? "1 reply" : `${count} replies`),
    latest ? el("span", {}, `last ${when(tsMs(latest))}`) : null,
  );
}

function head(message, follows) {
  if (follows) return null;
  const ms = tsMs(message.ts);
  return el(
    "div",
    { class: "who" },
    author(message),
    el("time", { title: fullMoment(ms) }, clock(ms)),
  );
}

function notes(message) {
  const words = [message.ephemeral ? "Only visible to you" : null, message.pending ?? null].filter(
    Boolean,
  );
  return words.map((word) =>
    el("div", { class: "note" }, icon(message.ephemeral ? "eye" : "wait"), word),
  );
}

function content(message) {
  if (store.editing === message.ts) return editBox(message);
  return el("div", { class: "content" }, text(message), files(message));
}

function label(message) {
  return `${nameOf(message.user)}, ${fullMoment(tsMs(message.ts))}`;
}

function look(message, follows) {
  const target = store.target === message.ts;
  const classes = { follows, private: message.ephemeral, target };
  return ["message", ...Object.keys(classes).filter((name) => classes[name])].join(" ");
}

/**
 * A message's node. `follows`: the same author wrote just before, so no head is shown.
 * `root`: it stands at the top of the thread pane, where it has no tools.
 */
export function messageNode(message, { follows = false, root = false } = {}) {
  const time = () => el("span", { class: "time-only" }, clock(tsMs(message.ts)));
  const side = follows ? time() : avatar(message.user, message.bot);
  const parts = [notes(message), head(message, follows), content(message), chips(message)];
  const body = el("div", { class: "body" }, parts, root ? null : replies(message));
  const props = {
    class: look(message, follows),
    "data-testid": root ? "thread-root" : "message",
    "data-ts": message.ts,
    "aria-label": label(message),
  };
  return el("article", props, side, body, tools(message, root));
}
