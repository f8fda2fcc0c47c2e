// The thread pane: the first message, its replies, and a box to answer.
import { composer } from "./composer.js";
import { el, keyed, press, region, stick } from "./dom.js";
import { icon } from "./icons.js";
import { rows } from "./messages.js";
import { channelNow, store, update, view } from "./state.js";

const close = () => update({ thread: null });

function head() {
  const place = channelNow();
  const words = place?.kind === "im" ? place.name : `#${place?.name ?? ""}`;
  const props = { class: "quiet", "aria-label": "Close thread", "data-testid": "thread-close" };
  return [
    el("h2", {}, "Thread", el("small", {}, words)),
    el("span", { class: "spacer" }),
    press(props, close, icon("close")),
  ];
}

function countRow(count) {
  const words = count === 0 ? "No replies yet" : count === 1 ? "1 reply" : `${count} replies`;
  return {
    key: "count",
    inputs: words,
    build: () => el("div", { class: "day" }, el("span", {}, words)),
  };
}

function threadRows() {
  const all = store.messages.filter(
    (message) => message.ts === store.thread || message.thread_ts === store.thread,
  );
  const [root, ...replies] = rows(all, { days: false, root: store.thread });
  return root ? [root, countRow(replies.length), ...replies] : [];
}

function parts() {
  const list = el("div", { class: "pane-list", role: "log", "aria-label": "Replies" });
  const props = { class: "thread-scroller", tabindex: "0", "aria-label": "Thread messages" };
  const scroller = el("div", props, list);
  const toEnd = stick(scroller, list);
  const ids = { testid: "thread-composer", send: "thread-send" };
  const box = composer({ ...ids, thread: () => store.thread, onSent: () => toEnd() });
  return { bar: el("div", { class: "pane-head" }), list, scroller, toEnd, box };
}

function draw({ bar, list, box }) {
  region(bar, [store.channel, store.state.channels], head);
  keyed(list, threadRows());
  box.draw();
}

/** Set up the pane; it is shown while `store.thread` names a message. */
export function mountThread() {
  const pane = document.getElementById("thread");
  const inside = parts();
  pane.dataset.testid = "thread-pane";
  pane.append(inside.bar, inside.scroller, inside.box.node);
  let open = null;
  view(() => {
    pane.hidden = !store.thread;
    if (store.thread) draw(inside);
    if (store.thread && open !== store.thread) {
      inside.toEnd();
      inside.box.focus();
    }
    open = store.thread;
  });
}
