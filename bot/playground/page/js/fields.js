// The inputs of a modal: what is typed or picked, as Slack reports it under view.state.values.
import { el } from "./dom.js";
import { menu, selectFace } from "./menu.js";
import { textObject } from "./mrkdwn.js";

const REQUIRED = "Please complete this required field.";

/** {node, state(), empty(), focus()} of something to type into; `kept` is what stood there. */
function typing(element, props, kept) {
  const { type, multiline, max_length: longest, initial_value: first } = element;
  const words = element.placeholder?.text ?? null;
  const kind = { email_text_input: "email", url_text_input: "url" }[type] ?? "text";
  const shape = multiline ? { rows: "5" } : { type: kind };
  const node = el(multiline ? "textarea" : "input", {
    ...props,
    ...shape,
    class: "input",
    dir: "auto",
    autocomplete: "off",
    placeholder: words,
    maxlength: longest ?? 3000,
    value: kept?.value ?? first ?? "",
  });
  const state = () => ({ type, value: node.value === "" ? null : node.value });
  return { node, state, empty: () => !node.value.trim(), focus: () => node.focus() };
}

/** The same of a select; `told` hears of each pick. */
function picking(element, props, kept, told) {
  let chosen = kept ? kept.selected_option : (element.initial_option ?? null);
  const name = element.placeholder?.text ?? "Choose an option";
  const face = () => selectFace(chosen ? textObject(chosen.text) : el("i", {}, name));
  const holder = el("div", { class: "input-holder" });
  const draw = () => {
    const pick = (option) => {
      chosen = option;
      draw();
      focus();
      told(option);
    };
    const button = { ...props, class: "input select" };
    const shape = { face: face(), name: null, chosen: chosen?.value, pick, props: button };
    holder.replaceChildren(menu(element, shape));
  };
  const focus = () => holder.querySelector("button").focus();
  draw();
  const state = () => ({ type: element.type, selected_option: chosen });
  return { node: holder, state, empty: () => !chosen, focus };
}

function unknown(element) {
  const words = `A “${element.type}” input. The playground does not draw it; Slack may.`;
  const node = el("div", { class: "unknown" }, words);
  return { node, state: () => null, empty: () => false, focus: () => {} };
}

const TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input"];

function control(element, props, kept, told) {
  if (TYPED.includes(element.type)) return typing(element, props, kept);
  return element.type === "static_select" ? picking(element, props, kept, told) : unknown(element);
}

/** What is wrong with an input before it is sent, or "". */
function wrong({ optional, element }, input) {
  if (input.empty()) return optional ? "" : REQUIRED;
  const length = input.state()?.value?.length ?? Infinity;
  return length < (element.min_length ?? 0)
    ? `Please write at least ${element.min_length} characters.`
    : "";
}

/**
 * An input block: {node, block_id, action_id, state(), check(), say(words), focus()}.
 * `check()` gives what is wrong with it, `say` shows a sentence under it; "" shows none. `told`
 * hears of each pick.
 */
export function field(block, kept, told = () => {}) {
  const { block_id, element, optional, hint } = block;
  const id = `field-${block_id}`;
  const error = el("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  const below = hint ? el("p", { class: "field-hint", id: `${id}-hint` }, textObject(hint)) : null;
  const described = [below && `${id}-hint`, `${id}-error`].filter(Boolean).join(" ");
  const props = {
    id,
    "data-testid": `input-${block_id}`,
    "aria-describedby": described,
    "aria-required": optional ? null : "true",
    autofocus: element.focus_on_load,
  };
  const input = control(element, props, kept, told);
  const small = optional ? el("small", {}, " (optional)") : null;
  const label = el("label", { for: id }, textObject(block.label), small);
  const say = (words) => {
    error.textContent = words;
    error.hidden = !words;
    const target = input.node.matches(".input") ? input.node : input.node.querySelector(".input");
    target?.setAttribute("aria-invalid", String(Boolean(words)));
  };
  const node = el("div", { class: "field" }, label, input.node, error, below);
  const check = () => wrong(block, input);
  return { ...input, node, block_id, action_id: element.action_id, check, say };
}
