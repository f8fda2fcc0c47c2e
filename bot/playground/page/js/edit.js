// Editing one's own message in place.
import { el, press } from "./dom.js";
import { decode, encode } from "./escape.js";
import { act, update } from "./state.js";

async function save(message, box) {
  const text = encode(box.value.trim());
  if (!text) return act("delete", { ts: message.ts });
  if (text === message.text) return update({ editing: null });
  const answer = await act("edit", { ts: message.ts, text });
  return answer.ok === false ? answer : update({ editing: null });
}

function typed(message, leave) {
  const props = { "data-testid": "edit-box", "aria-label": "Edit message", dir: "auto" };
  const box = el("textarea", { ...props, value: decode(message.text) });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void save(message, box);
  });
  return box;
}

function focusEnd(box) {
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

/** The box that stands in a message's place while it is edited. Enter saves, Escape leaves. */
export function editBox(message) {
  const leave = () => update({ editing: null });
  const box = typed(message, leave);
  const saving = { class: "block-button primary", "data-testid": "edit-save" };
  const buttons = [
    press({ class: "block-button" }, leave, "Cancel"),
    press(saving, () => save(message, box), "Save changes"),
  ];
  queueMicrotask(() => focusEnd(box));
  return el("div", { class: "edit" }, box, el("div", { class: "row" }, buttons));
}
