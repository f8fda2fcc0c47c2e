// Interactive elements of a block: buttons and menus act, everything else is named.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";
import { menu, selectFace } from "./menu.js";
import { textObject } from "./mrkdwn.js";
import { act } from "./state.js";

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

async function run(button, element, ts, option) {
  if (!(await confirmed(element.confirm))) return;
  const held = document.activeElement === button;
  button.disabled = true;
  const sign = icon("wait", "spin");
  button.prepend(sign);
  await act("click", { ts, action_id: element.action_id, option });
  sign.remove();
  button.disabled = false;
  if (held && document.activeElement === document.body) button.focus({ preventScroll: true });
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

/** A select or an overflow menu: choosing an option acts, and the menu is as before. */
function choice(element, ts) {
  const more = element.type === "overflow";
  const name = more ? "More actions" : (element.placeholder?.text ?? "Choose…");
  const first = element.initial_option;
  const face = more ? icon("more", "dots") : selectFace(first ? textObject(first.text) : name);
  const node = menu(element, {
    face,
    name,
    chosen: first?.value,
    pick: ({ value }) => run(node.firstChild, element, ts, value),
    props: { class: "block-button select", "data-action": element.action_id },
  });
  return node;
}

/** Any interactive element; those it cannot operate, and all in a modal, are only named. */
export function control(element, ts) {
  if (ts && element.type === "button") return blockButton(element, ts);
  if (ts && ["static_select", "overflow"].includes(element.type)) return choice(element, ts);
  const words = textObject(element.placeholder ?? element.text);
  return el(
    "span",
    { class: "control-unknown" },
    words.length ? words : element.type.replaceAll("_", " "),
  );
}
