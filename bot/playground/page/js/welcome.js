// The first visit: what to try, in the composer's placeholder and on a card.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";
import { me, store, update } from "./state.js";

const KEY = "rapport.welcomed";
const OVERVIEW = "/health all";

const has = (command) => (store.state?.commands ?? []).some((each) => each.command === command);

/** Whether the person acted for may send that; slash commands are for the workspace's own people. */
const may = (words) => (me()?.external ? words.startsWith("@") : has(words.split(" ")[0]));

const asking = (client) => `${me()?.external ? "@rapport " : "/"}report ${client}`;

/** The client a channel is about, guessed from its name: "client-acme" → "acme". */
const clientOf = (name) =>
  name
    .replace(/^(?:client|ext|shared|team)-/, "")
    .replace(/-(?:internal|shared|external|client|team)$/, "");

const NO_CLIENTS = ["general", "random"]; // rooms of everybody

const tryIn = (name) =>
  NO_CLIENTS.includes(name) && may(OVERVIEW) ? OVERVIEW : asking(clientOf(name));

const firstChannel = () =>
  store.state?.channels.find((channel) => channel.kind !== "im") ?? store.state?.channels[0];

/** What an empty composer says: [in full, where there is little room]. */
export function placeholder(channel) {
  if (!channel) return ["No channel is open", "No channel is open"];
  const to = channel.kind === "im" ? channel.name : `#${channel.name}`;
  const tried = channel.kind === "im" ? "/rapport" : tryIn(channel.name);
  if (!may(tried)) return [`Message ${to}`, "Message"];
  return [`Message ${to} — try ${tried}`, `Try ${tried}`];
}

/** Whether the card is put away, or this is not the first channel. */
export const welcomed = () =>
  localStorage.getItem(KEY) === "yes" || store.channel !== firstChannel()?.id;

let fillComposer = () => {};

/** Say where a step's example goes when pressed. */
export const onTry = (fill) => {
  fillComposer = fill;
};

function step([title, words, example]) {
  const shown = example && may(example);
  const props = { class: "try", title: "Put this into the message box" };
  const button = shown ? press(props, () => fillComposer(example), example) : null;
  return el("li", {}, el("strong", {}, title), el("span", {}, words), button);
}

const steps = (client) => [
  ["Ask", "Get a client’s numbers and story.", asking(client)],
  ["Look closer", "Press what stands under the report: another week, a comparison, the people."],
  may(OVERVIEW) && ["Overview", "See how every client is doing, the worst first.", OVERVIEW],
  [
    "Publish",
    "See what is scheduled, then move the clock in the sidebar.",
    "/schedule list",
  ],
  ["Reply", "Answer in the thread under a report: why did it change?"],
  ["Remember", "Ask again. Your words stand beside the numbers.", asking(client)],
];

function dismiss() {
  localStorage.setItem(KEY, "yes");
  update();
}

function closer() {
  const props = { class: "quiet", "data-testid": "welcome-close" };
  return press({ ...props, "aria-label": "Put the welcome card away" }, dismiss, icon("close"));
}

/** The card above the first message of the first channel. */
export function welcome() {
  if (welcomed()) return null;
  const { name } = firstChannel();
  const props = { class: "welcome", "data-testid": "welcome", "aria-label": "Welcome" };
  const words =
    "Everything here is the real bot with made-up clients. Nothing leaves this machine.";
  return el(
    "section",
    props,
    el("h2", {}, "Welcome. Try the whole circle in two minutes."),
    el("p", {}, words),
    el("ol", {}, steps(clientOf(name)).filter(Boolean).map(step)),
    closer(),
  );
}
