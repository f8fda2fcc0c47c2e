// The modal a bot has opened: read, filled in, sent off. Escape and the cross close it.
import { post } from "./api.js";
import { reading } from "./blocks.js";
import { el, press } from "./dom.js";
import { field } from "./fields.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";
import { modalNow, refresh, store, update, view } from "./state.js";

const kept = new Map(); // what was typed, by view, block and action; a changed view keeps it

const place = (modal, input) => `${modal.id}/${input.block_id}/${input.action_id}`;

const stateOf = (modal, block) =>
  kept.get(`${modal.id}/${block.block_id}/${block.element.action_id}`);

function keep(modal, fields) {
  for (const input of fields) kept.set(place(modal, input), input.state());
}

/** The fields as Slack tells them: block_id → action_id → state. */
const values = (fields) =>
  Object.fromEntries(fields.map((one) => [one.block_id, { [one.action_id]: one.state() }]));

/** Show each field's sentence; the first field that has one gets the focus. Whether any has. */
function complain(fields, errors) {
  for (const one of fields) one.say(errors[one.block_id] ?? "");
  const first = fields.find((one) => errors[one.block_id]);
  first?.focus();
  return Boolean(first);
}

async function submit({ modal, fields, button, trouble }) {
  const wrong = Object.fromEntries(fields.map((one) => [one.block_id, one.check()]));
  if (complain(fields, wrong)) return;
  button.disabled = true;
  const sign = icon("wait", "spin");
  button.prepend(sign);
  keep(modal, fields);
  const sent = { as: store.as, view: modal.id, values: values(fields) };
  const answer = await post("submit", sent);
  await refresh();
  sign.remove();
  button.disabled = false;
  trouble.textContent = answer.error ?? ""; // here, as the page's own words lie under the modal
  complain(fields, answer.errors ?? {});
}

/** Tell the bot of a pick, where the block asks for it. */
async function tell({ modal, fields, trouble }, block, option) {
  if (!block.dispatch_action) return;
  keep(modal, fields);
  const where = { as: store.as, view: modal.id, block: block.block_id, option: option.value };
  const answer = await post("pick", { ...where, values: values(fields) });
  trouble.textContent = answer.error ?? "";
  await refresh();
}

const left = new Set(); // views put away here, whatever the server says yet

/** Put the modal away at once, and tell the bot's Slack. */
async function leave(modal) {
  left.add(modal.id);
  update();
  await post("close", { as: store.as, view: modal.id });
  await refresh();
}

function current() {
  const modal = modalNow();
  return modal && left.has(modal.id) ? null : modal;
}

function head(modal) {
  const closing = { class: "quiet", "aria-label": "Close the form", "data-testid": "modal-close" };
  return el(
    "header",
    {},
    el("img", { src: "/static/icon.svg", alt: "" }),
    el("h2", { id: "modal-title" }, textObject(modal.title)),
    press(closing, () => leave(modal), icon("close")),
  );
}

function foot(modal) {
  const words = modal.close ? textObject(modal.close) : "Close";
  const sending = { class: "block-button primary", type: "submit", "data-testid": "modal-submit" };
  const button = modal.submit ? el("button", sending, textObject(modal.submit)) : null;
  const close = press({ class: "block-button" }, () => leave(modal), words);
  const trouble = el("p", { class: "field-error", role: "alert" });
  return { button, trouble, node: el("footer", {}, trouble, close, button) };
}

function body(state) {
  const { modal, fields } = state;
  const shown = modal.blocks.map((block) => {
    if (block.type !== "input") return reading(block);
    const told = (option) => void tell(state, block, option);
    const input = field(block, stateOf(modal, block), told);
    fields.push(input);
    return input.node;
  });
  return el("div", { class: "modal-body", tabindex: "-1" }, shown);
}

function build(modal) {
  const fields = [];
  const { button, trouble, node } = foot(modal);
  const state = { modal, fields, button, trouble };
  const form = el("form", { novalidate: true }, head(modal), body(state), node);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button && !button.disabled) void submit(state);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
  });
  return { form, state };
}

/** Set up the modal; the focus stays in it while it is open, and then goes back. */
export function mountModal() {
  const props = { class: "modal", "aria-labelledby": "modal-title", "data-testid": "modal" };
  const dialog = el("dialog", props);
  document.body.append(dialog);
  let shown = null;
  dialog.addEventListener("close", () => {
    if (shown && !dialog.open) void leave(shown.modal); // by Escape
  });
  view(() => {
    const modal = current();
    const mark = modal && [store.as, modal.id, modal.hash].join();
    if (shown?.mark === mark || (!shown && !modal)) return;
    if (shown) keep(shown.modal, shown.fields);
    shown = modal && open(dialog, modal, mark, shown);
    if (!modal) dialog.close();
  });
}

/** Where a changed modal was read, and which field had the focus. */
function reached(dialog, modal, shown) {
  if (shown?.modal.id !== modal.id) return null;
  const focused = shown.fields.find((one) => one.node.contains(document.activeElement));
  return { top: dialog.querySelector(".modal-body").scrollTop, block: focused?.block_id };
}

function open(dialog, modal, mark, shown) {
  const before = reached(dialog, modal, shown);
  const { form, state } = build(modal);
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
  const again = state.fields.find((one) => one.block_id === before?.block);
  const first = state.fields.find((one) => one.node.querySelector("[autofocus]"));
  (again ?? first ?? state.fields[0])?.focus();
  if (before) dialog.querySelector(".modal-body").scrollTop = before.top;
  return { ...state, mark };
}
