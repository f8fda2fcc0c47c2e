// The column of messages, with a line for each new day.
import { el, keyed, region, stick } from "./dom.js";
import { messageNode } from "./message.js";
import { channelNow, nowMs, store, view, zone } from "./state.js";
import { dayKey, dayLabel, tsMs } from "./time.js";
import { welcome, welcomed } from "./welcome.js";

const GROUP_MS = 5 * 60_000;

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;

function follows(message, before) {
  return (
    Boolean(before) &&
    before.user === message.user &&
    !message.ephemeral &&
    !before.ephemeral &&
    tsMs(message.ts) - tsMs(before.ts) < GROUP_MS &&
    dayKey(tsMs(before.ts)) === dayKey(tsMs(message.ts))
  );
}

/** What a message's drawing depends on, besides the message. */
const around = (message) => [
  dayKey(nowMs()),
  zone(),
  store.as,
  store.state.names,
  store.editing === message.ts,
  store.target === message.ts,
];

const writersOf = (ts) =>
  store.messages.filter((reply) => reply.thread_ts === ts).map((reply) => reply.user);

/** Items for `keyed`: messages, and days where `days` is set. */
export function rows(messages, { days = true, root = null } = {}) {
  let before = null;
  return messages.flatMap((message) => {
    const ms = tsMs(message.ts);
    const fresh = days && (!before || dayKey(tsMs(before.ts)) !== dayKey(ms));
    const shape = {
      follows: before?.ts !== root && follows(message, before),
      root: message.ts === root,
    };
    before = message;
    const item = {
      key: message.ts,
      inputs: [message, shape, around(message), writersOf(message.ts)],
      build: () => messageNode(message, shape),
    };
    const label = dayLabel(ms);
    return fresh
      ? [
          {
            key: `day-${dayKey(ms)}`,
            inputs: label,
            build: () => el("div", { class: "day", role: "separator" }, el("span", {}, label)),
          },
          item,
        ]
      : [item];
  });
}

function emptyNote() {
  const channel = channelNow();
  const words = channel
    ? `Nothing has been written in ${channel.kind === "im" ? "this conversation" : `#${channel.name}`} yet.`
    : "No channel is open to this person.";
  return { key: "empty", inputs: words, build: () => el("p", { class: "empty" }, words) };
}

/** Set up the column; returns a function that goes to its end. */
export function mountMessages() {
  const scroller = document.getElementById("scroller");
  const list = document.getElementById("messages");
  const toEnd = stick(scroller, list);
  let shown = null;
  view(() => {
    if (!store.state) return;
    region(
      document.getElementById("welcome"),
      welcomed() ? null : [store.as, store.channel, store.state.channels, store.state.commands],
      welcome,
    );
    const items = rows(store.messages.filter((message) => !isReply(message)));
    list.setAttribute("aria-label", `Messages in ${channelNow()?.name ?? "no channel"}`);
    keyed(list, items.length || !store.fetched ? items : [emptyNote()]);
    if (!items.length && !welcomed()) settle(scroller, toEnd, true);
    if (shown === store.channel || !items.length) return;
    const first = shown === null && !welcomed();
    shown = store.channel;
    settle(scroller, toEnd, first);
  });
  return toEnd;
}

function settle(scroller, toEnd, first) {
  const target = store.target && scroller.querySelector(`[data-ts="${CSS.escape(store.target)}"]`);
  toEnd(!target && !first);
  if (target) target.scrollIntoView({ block: "center" });
  else if (first) scroller.scrollTop = 0;
}
