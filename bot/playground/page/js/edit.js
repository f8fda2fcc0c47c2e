// Editing one's own message in place.
import { el } from "./dom.js";
import { decode, encode } from "./escape.js";
import { act, store, update } from "./state.js";

async function save(message, box) {
  const text = encode(box.value.trim());
  if (!text) return act("delete", { ts: message.ts });
  if (text === message.text) return update({ editing: null });
  const answer = await act("edit", { ts: message.ts, text });
  return answer.ok === false ? answer : update({ editing: null });
}

/** The box that stands in a message's place while it is edited. Enter saves, Escape leaves. */
export function editBox(message) {
  const box = el("textarea", { "data-testid": "edit-box", "aria-label": "Edit message", dir: "auto", value: decode(message.text) });
  const leave = () => update({ editing: null });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void save(message, box);
  });
  queueMicrotask(() => { box.focus(); box.setSelectionRange(box.value.length, box.value.length); });
  return el("div", { class: "edit" }, box, el("div", { class: "row" },
    el("button", { class: "block-button", type: "button", on: { click: leave } }, "Cancel"),
    el("button", { class: "block-button primary", type: "button", "data-testid": "edit-save", on: { click: () => save(message, box) } }, "Save changes")));
}

export const isEdited = (message) => store.editing === message.ts;
