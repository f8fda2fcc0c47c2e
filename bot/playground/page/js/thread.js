// The thread pane: the first message, its replies, and a box to answer.
import { composer } from "./composer.js";
import { el, keyed, region, stick } from "./dom.js";
import { icon } from "./icons.js";
import { rows } from "./messages.js";
import { channelNow, store, update, view } from "./state.js";

const close = () => update({ thread: null });

function head() {
  const place = channelNow();
  return [
    el(
      "h2",
      {},
      "Thread",
      el("small", {}, place?.kind === "im" ? place.name : `#${place?.name ?? ""}`),
    ),
    el("span", { class: "spacer" }),
    el(
      "button",
      {
        class: "quiet",
        type: "button",
        "aria-label": "Close thread",
        "data-testid": "thread-close",
        on: { click: close },
      },
      icon("close"),
    ),
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

/** Set up the pane; it is shown while `store.thread` names a message. */
export function mountThread() {
  const pane = document.getElementById("thread");
  const bar = el("div", { class: "pane-head" });
  const list = el("div", { class: "pane-list", role: "log", "aria-label": "Replies" });
  const scroller = el(
    "div",
    { class: "thread-scroller", tabindex: "0", "aria-label": "Thread messages" },
    list,
  );
  const toEnd = stick(scroller, list);
  const box = composer({
    thread: () => store.thread,
    testid: "thread-composer",
    send: "thread-send",
    onSent: () => toEnd(),
  });
  pane.dataset.testid = "thread-pane";
  pane.append(bar, scroller, box.node);
  let open = null;
  view(() => {
    pane.hidden = !store.thread;
    if (!store.thread) {
      open = null;
      return;
    }
    region(bar, [store.channel, store.state.channels], head);
    keyed(list, threadRows());
    box.draw();
    if (open !== store.thread) {
      open = store.thread;
      toEnd();
      box.focus();
    }
  });
}
