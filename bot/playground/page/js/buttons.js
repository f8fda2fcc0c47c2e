// Interactive elements of a block: buttons act, everything else is named.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";
import { act } from "./state.js";
import { textObject } from "./mrkdwn.js";

function question(asked, end) {
  const yes = asked.style === "danger" ? "danger" : "primary";
  const answers = el(
    "div",
    { class: "row" },
    press({ class: "block-button" }, end(false), textObject(asked.deny ?? "Cancel")),
    press({ class: `block-button ${yes}` }, end(true), textObject(asked.confirm ?? "Yes")),
  );
  const words = el("div", {}, textObject(asked.text));
  return el("dialog", { class: "ask" }, el("h2", {}, textObject(asked.title)), words, answers);
}

/** Ask back where the button wants it; Escape means no. */
function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => {
    let said = false;
    const dialog = question(asked, (value) => () => {
      said = value;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(said);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function run(button, element, ts) {
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
  const label = element.accessibility_label ?? null;
  const props = { class: `block-button ${style}`, "aria-label": label };
  if (/^https?:\/\//.test(element.url ?? ""))
    return el("a", { ...props, href: element.url, target: "_blank", rel: "noopener" }, words);
  const click = (event) => run(event.currentTarget, element, ts);
  return press({ ...props, "data-action": element.action_id }, click, words);
}

const flat = (element) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];

/** A select or an overflow menu: choosing an option acts. */
function choice(element, ts) {
  const words = element.placeholder?.text ?? (element.type === "overflow" ? "More…" : "Choose…");
  const first = element.initial_option?.value ?? "";
  const options = flat(element).map((option) =>
    el("option", { value: option.value, selected: option.value === first }, option.text.text),
  );
  const select = el(
    "select",
    { class: "block-button", "aria-label": words, "data-action": element.action_id },
    first ? null : el("option", { value: "", disabled: true, selected: true }, words),
    options,
  );
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
  return el(
    "span",
    { class: "control-unknown" },
    words.length ? words : element.type.replaceAll("_", " "),
  );
}
