// The box people type in, for a channel and for a thread.
import { el } from "./dom.js";
import { clip } from "./files.js";
import { encode } from "./escape.js";
import { drawHints, hintsFor } from "./hints.js";
import { icon } from "./icons.js";
import { key, sent, setText } from "./keys.js";
import { textWidth } from "./scale.js";
import { act, channelNow, store, update } from "./state.js";
import { placeholder } from "./welcome.js";

const drafts = new Map();

async function deliver(text, thread_ts) {
  if (!text.startsWith("/") || thread_ts)
    return act("say", { text: thread_ts && text.startsWith("/") ? text : encode(text), thread_ts });
  update({ running: store.running + 1 });
  const answer = await act("say", { text });
  update({ running: store.running - 1 });
  return answer;
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}

async function send(state) {
  const text = state.box.value.trim();
  if (!text) return;
  const place = state.draftKey();
  sent.push(text);
  state.past = sent.length;
  setText(state, "");
  const answer = await deliver(text, state.thread());
  const stays = state.draftKey() === place && !state.box.value;
  if (answer.ok === false && stays) setText(state, text);
  state.onSent();
}

const fits = (box, words) =>
  !box.clientWidth ||
  textWidth(words, Number.parseFloat(getComputedStyle(box).fontSize)) <= box.clientWidth;

function parts(testid, sendId, listId) {
  return {
    box: el("textarea", {
      rows: "1",
      "data-testid": testid,
      dir: "auto",
      id: testid === "composer" ? "composer-text" : null,
      "aria-autocomplete": "list",
      "aria-controls": listId,
    }),
    list: el("ul", {
      class: "hints",
      id: listId,
      role: "listbox",
      "aria-label": "Suggestions",
      "data-testid": testid === "composer" ? "hints" : "thread-hints",
      hidden: true,
    }),
    button: el(
      "button",
      { class: "send", type: "button", "aria-label": "Send", "data-testid": sendId },
      icon("send"),
    ),
    foot: el("p", { class: "foot", "aria-live": "polite" }),
  };
}

function footText(inThread) {
  if (!store.linked) return "Connection lost. Trying again…";
  if (!inThread && store.running) return "Waiting for the bot to take the command…";
  return inThread ? "Slash commands do not work in threads; mention the bot with @ instead." : "";
}

function methods(state) {
  state.send = () => send(state);
  state.drawHints = () => {
    drawHints(state.list, state.hints, state.active, (hint) => take(state, hint));
    const selected = !state.list.hidden && state.hints[state.active]?.fill;
    if (selected) state.box.setAttribute("aria-activedescendant", `hint-${state.active}`);
    else state.box.removeAttribute("aria-activedescendant");
  };
  state.hush = () => {
    state.hints = [];
    state.drawHints();
  };
  state.changed = () => {
    drafts.set(state.draftKey(), state.box.value);
    state.button.disabled = !state.box.value.trim();
    Object.assign(state, {
      hints: hintsFor(state.box.value, state.box.selectionStart, Boolean(state.thread())),
      active: 0,
    });
    state.drawHints();
    grow(state.box);
  };
}

function wire(state) {
  state.box.addEventListener("input", () => {
    state.past = sent.length;
    state.changed();
  });
  state.box.addEventListener("keydown", (event) => key(state, event));
  state.box.addEventListener("blur", state.hush);
  state.button.addEventListener("click", () => {
    void send(state);
    state.box.focus();
  });
}

/** Draw the placeholder and the foot; a box for another place gets that place's draft. */
function draw(state) {
  const inThread = Boolean(state.thread());
  const [long, short] = inThread ? ["Reply…", "Reply…"] : placeholder(channelNow());
  state.box.placeholder = fits(state.box, long) ? long : short;
  state.box.setAttribute("aria-label", long);
  state.foot.textContent = footText(inThread);
  if (state.shown === state.draftKey()) return;
  state.shown = state.draftKey();
  setText(state, drafts.get(state.shown) ?? "");
}

function assembled({ list, box, button, foot }) {
  const files = box.id ? clip(box) : []; // in the channel, not in a thread
  const inner = el("div", { class: "composer-box" }, files, box, button);
  return el("div", { class: "composer" }, list, inner, foot);
}

/**
 * A composer: {node, draw(), focus(), fill(text)}. `thread()` gives the ts it answers in, or null;
 * `onSent` runs after each message.
 */
export function composer({ thread, testid, send: sendId, onSent }) {
  const draftKey = () => `${store.as}/${store.channel}/${thread() ?? ""}`;
  const state = { thread, onSent, draftKey, hints: [], active: 0, past: sent.length, shown: null };
  Object.assign(state, parts(testid, sendId, `${testid}-hints`));
  methods(state);
  wire(state);
  const focus = () => state.box.focus({ preventScroll: true });
  const fill = (text) => {
    setText(state, text);
    focus();
  };
  return { node: assembled(state), draw: () => draw(state), focus, fill };
}
