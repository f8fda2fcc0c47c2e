// A select or an overflow menu: a button that opens a list; arrows, Enter, Escape, or the mouse.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";

const GAP = 4; // pixels between the button and its list

let made = 0;

/** Put the list under its button, or over it where there is no room below. */
function place(list, button) {
  const box = button.getBoundingClientRect();
  list.style.minWidth = `${Math.min(box.width, innerWidth - 16)}px`;
  const { width, height } = list.getBoundingClientRect();
  const below = box.bottom + GAP + height <= innerHeight || box.top < height;
  const top = below ? Math.min(box.bottom + GAP, innerHeight - height - 8) : box.top - GAP - height;
  list.style.top = `${Math.max(8, top)}px`;
  list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
}

function item(option, index, { id, chosen, pick }) {
  const words = [el("span", {}, textObject(option.text))];
  if (option.description) words.push(el("small", {}, textObject(option.description)));
  const props = { id: `${id}-${index}`, role: "option", "data-value": option.value };
  const on = { click: () => pick(option) };
  const selected = String(option.value === chosen);
  return el("li", { ...props, "aria-selected": selected, on }, words);
}

/** The list's children: options in order, each group under its name. */
function items(element, shape) {
  let index = -1;
  const next = (option) => item(option, (index += 1), shape);
  const groups = (element.option_groups ?? []).map((group) => [
    el("li", { role: "presentation", class: "group" }, textObject(group.label)),
    group.options.map(next),
  ]);
  return [(element.options ?? []).map(next), groups];
}

function starting(options, sign) {
  return options.findIndex((node) => node.textContent.trim().toLowerCase().startsWith(sign));
}

/** Which option a key leads to, or null where it leads nowhere. */
function target(event, options, active) {
  const last = options.length - 1;
  const steps = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: last };
  if (event.key in steps) return Math.max(0, Math.min(last, steps[event.key]));
  if (event.key.length !== 1 || event.key === " ") return null;
  const found = starting(options, event.key.toLowerCase());
  return found < 0 ? null : found;
}

function mark(menu, active) {
  const options = menu.options();
  options.forEach((node, index) => node.classList.toggle("active", index === active));
  menu.active = active;
  menu.list.setAttribute("aria-activedescendant", options[active]?.id ?? "");
  options[active]?.scrollIntoView({ block: "nearest" });
}

function onKey(menu, event) {
  const done = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") done();
    return menu.close();
  }
  if (event.key === "Enter" || event.key === " ") {
    done();
    return menu.options()[menu.active]?.click();
  }
  const next = target(event, menu.options(), menu.active);
  if (next === null) return;
  done();
  mark(menu, next);
}

function wire(menu, button) {
  const { list } = menu;
  menu.options = () => [...list.querySelectorAll('[role="option"]')];
  menu.close = () => {
    list.hidePopover();
    button.focus({ preventScroll: true });
  };
  const away = (event) => event.target !== list && list.hidePopover();
  list.addEventListener("toggle", ({ newState }) => {
    const open = newState === "open";
    button.setAttribute("aria-expanded", String(open));
    const watch = open ? addEventListener : removeEventListener;
    watch("scroll", away, true);
    watch("resize", away);
    if (!open) return;
    list.focus({ preventScroll: true });
    const chosen = menu.options().findIndex((node) => node.ariaSelected === "true");
    mark(menu, Math.max(0, chosen));
  });
  list.addEventListener("keydown", (event) => onKey(menu, event));
  list.addEventListener("pointermove", ({ target: node }) => {
    const over = menu.options().indexOf(node.closest?.('[role="option"]'));
    if (over >= 0 && over !== menu.active) mark(menu, over);
  });
}

function opener(menu, button) {
  let before = false; // the press on the button has closed the list already
  button.addEventListener("pointerdown", () => {
    before = menu.list.matches(":popover-open");
  });
  const open = () => {
    const closed = before;
    before = false;
    if (closed || menu.list.matches(":popover-open")) return;
    menu.list.showPopover();
    place(menu.list, button);
  };
  button.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    open();
  });
  return open;
}

/**
 * A menu for a select or an overflow element; `pick(option)` runs with what was chosen.
 * `face` is what stands on the button, `name` how it is called aloud, `chosen` a value.
 */
export function menu(element, { face, name, chosen = null, pick, props = {} }) {
  const id = `menu-${(made += 1)}`;
  const button = press(
    { "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": name, ...props },
    () => open(),
    face,
  );
  const state = { active: 0 };
  const take = (option) => {
    state.close();
    pick(option);
  };
  const listing = { id, role: "listbox", popover: "auto", tabindex: "-1", class: "menu-list" };
  const list = el(
    "ul",
    { ...listing, "aria-label": name, "data-testid": "menu-list" },
    items(element, { id, chosen, pick: take }),
  );
  state.list = list;
  wire(state, button);
  const open = opener(state, button);
  return el("span", { class: "menu" }, button, list);
}

/** What a select's button shows: the chosen words, or the placeholder, and a sign. */
export const selectFace = (words) => [el("span", { class: "face" }, words), icon("down")];
