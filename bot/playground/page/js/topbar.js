// The bar over the messages: where one is, and the inspector's switch.
import { el, press, region } from "./dom.js";
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

function place(channel) {
  const sign = { im: "reply", private: "lock", public: "hash" }[channel?.kind];
  return el("h1", {}, sign ? icon(sign) : null, el("span", {}, channel?.name ?? "No channel"));
}

/** Whether something new stands elsewhere, as in the bot's direct messages. */
const elsewhere = () =>
  store.state?.channels.some(({ id, unread }) => id !== store.channel && Number(unread ?? 0) > 0);

function menu() {
  const fresh = elsewhere();
  const label = fresh ? "Open the sidebar: there are unread messages" : "Open the sidebar";
  const look = fresh ? "quiet only-narrow fresh" : "quiet only-narrow";
  const props = { class: look, "data-testid": "menu", "aria-label": label };
  return press(props, () => update({ drawer: true }), icon("menu"));
}

function inspectorToggle() {
  const props = {
    class: "inspector-toggle",
    "data-testid": "inspector-toggle",
    "aria-pressed": String(store.inspector),
    "aria-label": "Inspector: traffic between Slack and the bot",
  };
  return press(props, toggleInspector, icon("traffic"), el("span", {}, "Inspector"));
}

function build() {
  const channel = channelNow();
  const words = el("span", { class: "topnote" }, note(channel));
  return [menu(), place(channel), words, el("span", { class: "spacer" }), inspectorToggle()];
}

/** Set up the bar. */
export function mountTopbar() {
  view(() => {
    const channel = channelNow();
    document.title = channel
      ? `${channel.kind === "im" ? "" : "#"}${channel.name} · Rapport playground`
      : "Rapport playground";
    region(document.getElementById("topbar"), [channel, store.inspector, elsewhere()], build);
  });
}
