// The box people type in, for a channel and for a thread.
import { el } from "./dom.js";
import { encode } from "./escape.js";
import { drawHints, hintsFor } from "./hints.js";
import { icon } from "./icons.js";
import { textWidth } from "./scale.js";
import { act, channelNow, store, update } from "./state.js";
import { placeholder } from "./welcome.js";

const drafts = new Map();
const sent = [];

async function deliver(text, thread_ts) {
  if (!text.startsWith("/") || thread_ts) return act("say", { text: thread_ts && text.startsWith("/") ? text : encode(text), thread_ts });
  update({ running: store.running + 1 });
  const answer = await act("say", { text });
  update({ running: store.running - 1 });
  return answer;
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}

function setText(state, text) {
  state.box.value = text;
  state.box.setSelectionRange(text.length, text.length);
  state.changed();
}

async function send(state) {
  const text = state.box.value.trim();
  if (!text) return;
  sent.push(text);
  state.past = sent.length;
  setText(state, "");
  const answer = await deliver(text, state.thread());
  if (answer.ok === false && !state.box.value) setText(state, text);
  state.onSent();
}

function recall(state, by) {
  const next = state.past + by;
  if (next < 0 || next > sent.length) return;
  state.past = next;
  setText(state, sent[next] ?? "");
}

/** Whether the arrow keys walk through what was sent: only in an empty or recalled box. */
const recalls = (state) => state.box.value === "" || state.box.value === sent[state.past];

function take(state, hint) {
  const rest = state.box.value.slice(state.box.selectionStart);
  setText(state, hint.fill + rest.trimStart());
}

function hintKey(state, event) {
  const open = state.hints.filter((hint) => hint.fill !== null);
  const hint = open[state.active];
  if (!hint) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    state.active = (state.active + (event.key === "ArrowDown" ? 1 : -1) + open.length) % open.length;
    state.drawHints();
    return true;
  }
  const exact = hint.fill.trim() === state.box.value.trim();
  if (event.key !== "Tab" && !(event.key === "Enter" && !exact)) return false;
  take(state, hint);
  return true;
}

function key(state, event) {
  if (event.isComposing) return;
  const done = () => event.preventDefault();
  if (event.key === "Escape" && state.hints.length) { event.stopPropagation(); return state.hush(); }
  if (!event.shiftKey && hintKey(state, event)) return done();
  if (event.key === "Enter" && !event.shiftKey) { done(); return void send(state); }
  if (event.key === "ArrowUp" && recalls(state)) { done(); return recall(state, -1); }
  if (event.key === "ArrowDown" && recalls(state) && state.past < sent.length) { done(); recall(state, 1); }
}

const fits = (box, words) => !box.clientWidth || textWidth(words, Number.parseFloat(getComputedStyle(box).fontSize)) <= box.clientWidth;

function parts(testid, sendId, listId) {
  return {
    box: el("textarea", { rows: "1", "data-testid": testid, dir: "auto", id: testid === "composer" ? "composer-text" : null, "aria-autocomplete": "list", "aria-controls": listId }),
    list: el("ul", { class: "hints", id: listId, role: "listbox", "aria-label": "Suggestions", "data-testid": testid === "composer" ? "hints" : "thread-hints", hidden: true }),
    button: el("button", { class: "send", type: "button", "aria-label": "Send", "data-testid": sendId }, icon("send")),
    foot: el("p", { class: "foot", "aria-live": "polite" }),
  };
}

function footText(inThread) {
  if (!store.linked) return "Connection lost. Trying again…";
  if (!inThread && store.running) return "Waiting for the bot to take the command…";
  return inThread ? "Slash commands do not work in threads; mention the bot with @ instead." : "";
}

function methods(state, draftKey) {
  state.drawHints = () => {
    drawHints(state.list, state.hints, state.active, (hint) => take(state, hint));
    const selected = !state.list.hidden && state.hints[state.active]?.fill;
    if (selected) state.box.setAttribute("aria-activedescendant", `hint-${state.active}`);
    else state.box.removeAttribute("aria-activedescendant");
  };
  state.hush = () => { state.hints = []; state.drawHints(); };
  state.changed = () => {
    drafts.set(draftKey(), state.box.value);
    state.button.disabled = !state.box.value.trim();
    Object.assign(state, { hints: hintsFor(state.box.value, state.box.selectionStart, Boolean(state.thread())), active: 0 });
    state.drawHints();
    grow(state.box);
  };
}

function wire(state) {
  state.box.addEventListener("input", () => { state.past = sent.length; state.changed(); });
  state.box.addEventListener("keydown", (event) => key(state, event));
  state.box.addEventListener("blur", state.hush);
  state.button.addEventListener("click", () => { void send(state); state.box.focus(); });
}

/**
 * A composer: {node, draw(), focus(), fill(text)}. `thread()` gives the ts it answers in, or null;
 * `onSent` runs after each message.
 */
export function composer({ thread, testid, send: sendId, onSent }) {
  const draftKey = () => `${store.as}/${store.channel}/${thread() ?? ""}`;
  const state = { thread, onSent, hints: [], active: 0, past: sent.length, ...parts(testid, sendId, `${testid}-hints`) };
  methods(state, draftKey);
  wire(state);
  let shown = null;
  const draw = () => {
    const [long, short] = thread() ? ["Reply…", "Reply…"] : placeholder(channelNow());
    state.box.placeholder = fits(state.box, long) ? long : short;
    state.box.setAttribute("aria-label", long);
    state.foot.textContent = footText(Boolean(thread()));
    if (shown === draftKey()) return;
    shown = draftKey();
    setText(state, drafts.get(shown) ?? "");
  };
  const node = el("div", { class: "composer" }, state.list, el("div", { class: "composer-box" }, state.box, state.button), state.foot);
  return { node, draw, focus: () => state.box.focus({ preventScroll: true }), fill: (text) => { setText(state, text); state.box.focus(); } };
}
