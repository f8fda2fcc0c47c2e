// Interactive elements of a block: buttons act, everything else is named.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { act } from "./state.js";
import { textObject } from "./mrkdwn.js";

function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (value) => () => { dialog.close(); resolve(value); };
    const dialog = el("dialog", { class: "ask" },
      el("h2", {}, textObject(asked.title)), el("div", {}, textObject(asked.text)),
      el("div", { class: "row" },
        el("button", { class: "block-button", type: "button", on: { click: end(false) } }, textObject(asked.deny ?? "Cancel")),
        el("button", { class: `block-button ${asked.style === "danger" ? "danger" : "primary"}`, type: "button", on: { click: end(true) } }, textObject(asked.confirm ?? "Yes"))));
    dialog.addEventListener("cancel", () => resolve(false));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function press(button, element, ts) {
  if (!(await confirmed(element.confirm))) return;
  button.disabled = true;
  const sign = icon("wait", "spin");
  button.prepend(sign);
  await act("click", { ts, action_id: element.action_id });
  sign.remove();
  button.disabled = false;
}

/** A block's button. `ts` is the message it stands in. */
export function blockButton(element, ts) {
  const words = textObject(element.text);
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  const props = { class: `block-button ${style}`, "aria-label": element.accessibility_label ?? null };
  if (/^https?:\/\//.test(element.url ?? "")) return el("a", { ...props, href: element.url, target: "_blank", rel: "noopener noreferrer" }, words);
  const run = (event) => press(event.currentTarget, element, ts);
  return el("button", { ...props, type: "button", "data-action": element.action_id, on: { click: run } }, words);
}

const flat = (element) => [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];

/** A select or an overflow menu: choosing an option acts. */
function choice(element, ts) {
  const words = element.placeholder?.text ?? (element.type === "overflow" ? "More…" : "Choose…");
  const first = element.initial_option?.value ?? "";
  const options = flat(element).map((option) => el("option", { value: option.value, selected: option.value === first }, option.text.text));
  const select = el("select", { class: "block-button", "aria-label": words, "data-action": element.action_id }, first ? null : el("option", { value: "", disabled: true, selected: true }, words), options);
  select.addEventListener("change", async () => {
    select.disabled = true;
    await act("click", { ts, action_id: element.action_id, option: select.value });
    select.disabled = false;
  });
  return select;
}

/** Any interactive element; those the playground cannot operate are shown as what they are. */
export function control(element, ts) {
  if (element.type === "button") return blockButton(element, ts);
  if (["static_select", "overflow"].includes(element.type)) return choice(element, ts);
  const words = textObject(element.placeholder);
  return el("span", { class: "control-unknown" }, words.length ? words : element.type.replaceAll("_", " "));
}
