// The composer's keys: suggestions, sending, and what was sent before.

/** What was sent, oldest first, for every composer of the page. */
export const sent = [];

/** Put a text into the box, the caret behind it. */
export function setText(state, text) {
  state.box.value = text;
  state.box.setSelectionRange(text.length, text.length);
  state.changed();
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
  setText(state, hint.fill + rest.replace(/^\S*\s?/, ""));
}

function hintKey(state, event) {
  const open = state.hints.filter((hint) => hint.fill !== null);
  const hint = open[state.active];
  if (!hint) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    state.active =
      (state.active + (event.key === "ArrowDown" ? 1 : -1) + open.length) % open.length;
    state.drawHints();
    return true;
  }
  const exact = hint.fill.trim() === state.box.value.trim();
  if (event.key !== "Tab" && !(event.key === "Enter" && !exact)) return false;
  take(state, hint);
  return true;
}

/** What a key does in a composer: suggestions first, then sending and recalling. */
export function key(state, event) {
  if (event.isComposing) return;
  const done = () => event.preventDefault();
  if (event.key === "Escape" && state.hints.length) {
    event.stopPropagation();
    return state.hush();
  }
  if (!event.shiftKey && hintKey(state, event)) return done();
  if (event.key === "Enter" && !event.shiftKey) {
    done();
    return void state.send();
  }
  if (event.key === "ArrowUp" && recalls(state)) {
    done();
    return recall(state, -1);
  }
  if (event.key === "ArrowDown" && recalls(state) && state.past < sent.length) {
    done();
    recall(state, 1);
  }
}
