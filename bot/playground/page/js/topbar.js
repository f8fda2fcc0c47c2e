// The bar over the messages: where one is, and the inspector's switch.
import { el, region } from "./dom.js";
import { icon } from "./icons.js";
import { channelNow, loadLog, store, update, view } from "./state.js";

/** Open or close the inspector; what happened meanwhile is fetched. */
export function toggleInspector() {
  update({ inspector: !store.inspector });
  void loadLog();
}

function note(channel) {
  if (!channel) return "";
  if (channel.kind === "im") return "Direct messages with the bot";
  if (channel.shared) return "Shared with people outside the company";
  return channel.bot_member === false ? "The bot is not in this channel" : "";
}

function build() {
  const channel = channelNow();
  return [
    el("button", { class: "quiet only-narrow", type: "button", "aria-label": "Open the sidebar", "data-testid": "menu", on: { click: () => update({ drawer: true }) } }, icon("menu")),
    el("h1", {}, channel ? icon(channel.kind === "im" ? "reply" : channel.kind === "private" ? "lock" : "hash") : null, el("span", {}, channel?.name ?? "No channel")),
    el("span", { class: "topnote" }, note(channel)),
    el("span", { class: "spacer" }),
    el("button", { class: "inspector-toggle", type: "button", "data-testid": "inspector-toggle", "aria-pressed": String(store.inspector), "aria-label": "Inspector: traffic between Slack and the bot", on: { click: toggleInspector } }, icon("traffic"), el("span", {}, "Inspector")),
  ];
}

/** Set up the bar. */
export function mountTopbar() {
  view(() => {
    const channel = channelNow();
    document.title = channel ? `${channel.kind === "im" ? "" : "#"}${channel.name} · Rapport playground` : "Rapport playground";
    region(document.getElementById("topbar"), [channel, store.inspector], build);
  });
}
