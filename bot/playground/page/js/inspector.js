// The traffic between Slack and the bot, newest last; each line opens to its JSON.
import { el, keyed, press, region, stick } from "./dom.js";
import { icon } from "./icons.js";
import { store, update, view } from "./state.js";
import { clock } from "./time.js";
import { toggleInspector } from "./topbar.js";

const toMs = (at) => (typeof at === "number" ? at * 1000 : Date.parse(at));

function json(title, value) {
  if (value === null || value === undefined) return null;
  const words = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("div", { class: "json" }, el("h3", {}, title), el("pre", { tabindex: "0" }, words));
}

function result(entry) {
  const ms = entry.ms ?? (entry.seconds === undefined ? null : Math.round(entry.seconds * 1000));
  const words = entry.ok ? "ok" : (entry.response?.error ?? "error");
  return [
    el("span", { class: entry.ok ? "ok" : "bad" }, words),
    ms === null ? null : el("span", { class: "ms" }, `${ms} ms`),
  ];
}

function title(entry) {
  const out = entry.direction.startsWith("bot");
  const words = out ? "bot → Slack" : "Slack → bot";
  return el(
    "summary",
    {},
    el("span", { class: "at" }, clock(toMs(entry.at))),
    el("span", { class: out ? "way out" : "way in", title: entry.direction }, words),
    el("b", {}, entry.name),
    el("span", { class: "what" }, entry.summary ?? ""),
    el("span", { class: "end" }, result(entry)),
  );
}

function row(entry) {
  const holder = el("div", { class: "jsons" });
  const props = { class: "entry", "data-testid": "entry" };
  const details = el("details", props, title(entry), holder);
  details.addEventListener("toggle", () => {
    if (!details.open || holder.firstChild) return;
    const parts = [json("Request", entry.request), json("Response", entry.response)];
    holder.append(...parts.filter(Boolean));
  });
  return details;
}

let wanted = "";
const matches = (entry) =>
  `${entry.name} ${entry.summary} ${entry.direction}`.toLowerCase().includes(wanted);

function filter() {
  const props = { type: "search", placeholder: "Filter", id: "traffic-filter" };
  const box = el("input", { ...props, "aria-label": "Filter the traffic" });
  box.addEventListener("input", () => {
    wanted = box.value.toLowerCase();
    update();
  });
  return box;
}

function head() {
  const closing = { class: "quiet", "aria-label": "Close the inspector" };
  return [
    el("h2", {}, "Traffic", el("small", {}, "between Slack and the bot")),
    el("span", { class: "spacer" }),
    filter(),
    press({ class: "block-button" }, () => update({ entries: [] }), "Clear"),
    press(closing, toggleInspector, icon("close")),
  ];
}

function none() {
  const words = store.entries.length
    ? "Nothing matches the filter."
    : "Nothing yet. Send something and watch it pass.";
  return { key: "none", inputs: words, build: () => el("p", { class: "empty" }, words) };
}

/** Set up the drawer. */
export function mountInspector() {
  const drawer = document.getElementById("inspector");
  const bar = el("div", { class: "pane-head" });
  const list = el("div", { class: "entries" });
  const scroller = el(
    "div",
    { class: "entries-scroller", tabindex: "0", "aria-label": "Traffic" },
    list,
  );
  drawer.append(bar, scroller);
  const toEnd = stick(scroller, list);
  view(() => {
    const opened = drawer.hidden && store.inspector;
    drawer.hidden = !store.inspector;
    if (!store.inspector) return;
    region(bar, "head", head);
    const items = store.entries
      .filter(matches)
      .map((entry) => ({ key: entry.n, inputs: entry.n, build: () => row(entry) }));
    keyed(list, items.length ? items : [none()]);
    if (opened) toEnd();
  });
}
