// The sidebar: places, whom to act for, the clock, what Slack refuses.
import { el, press, region, toast } from "./dom.js";
import { post } from "./api.js";
import { icon } from "./icons.js";
import { personLabel } from "./people.js";
import { actAs, nowMs, openChannel, refresh, store, update, view } from "./state.js";
import { moment } from "./time.js";

function sign(channel) {
  if (channel.kind === "im") return el("img", { class: "icon", src: "/static/icon.svg", alt: "" });
  return icon(channel.kind === "private" ? "lock" : "hash");
}

const SHARED = { class: "tag", title: "Shared with people of another company" };

function place(channel) {
  const current = channel.id === store.channel;
  const unread = current ? 0 : Number(channel.unread ?? 0);
  const props = {
    class: unread ? "place unread" : "place",
    "data-testid": `channel-${channel.name}`,
    title: channel.name,
    "aria-current": current ? "page" : null,
  };
  const shared = channel.shared ? el("em", SHARED, "shared") : null;
  const label = { class: "count", "aria-label": `${unread} unread` };
  const count = unread ? el("b", label, String(unread)) : null;
  const parts = [sign(channel), el("span", {}, channel.name), shared, count];
  return el(
    "li",
    {},
    press(props, () => openChannel(channel.id), parts),
  );
}

function part(title, channels) {
  return channels.length
    ? el("div", { class: "side-part" }, el("h2", {}, title), el("ul", {}, channels.map(place)))
    : null;
}

function switcher(people) {
  const select = el(
    "select",
    { id: "act-as", "data-testid": "act-as", on: { change: (event) => actAs(event.target.value) } },
    people.map((person) =>
      el("option", { value: person.id, selected: person.id === store.as }, personLabel(person)),
    ),
  );
  return el("div", {}, el("label", { class: "over", for: "act-as" }, "Act as"), select);
}

async function moveClock(event) {
  const button = event.currentTarget;
  button.disabled = true;
  const answer = await post("clock/next");
  button.disabled = false;
  if (answer.ok === false) toast(answer.error);
  await refresh();
}

function clock(info) {
  const label = info?.next_label;
  const target = label ? el("b", {}, `${label}\u00a0→`) : null;
  const words = label ? ["Move the clock to ", target] : "No delivery is scheduled";
  const props = { class: "clock-button", "data-testid": "clock-next", disabled: !info?.next };
  const now = `It is ${moment(nowMs())} here.`;
  const hint = label ? now : `${now} Schedule a report, then come back to this button.`;
  return el("div", {}, press(props, moveClock, words), el("p", { class: "hint" }, hint));
}

const FAULTS = [
  ["uploads", "Picture uploads"],
  ["metadata", "Message metadata"],
  ["new_blocks", "Charts and tables"],
];

async function setFault(name, on) {
  const answer = await post("faults", { [name]: on });
  if (answer.ok === false) toast(answer.error);
  await refresh();
}

function fault([name, label], on) {
  const props = { type: "checkbox", role: "switch", "data-testid": `fault-${name}`, checked: on };
  const change = (event) => setFault(name, event.target.checked);
  return el("label", { class: "fault" }, label, el("input", { ...props, on: { change } }));
}

function faults(values = {}) {
  const switches = FAULTS.map((each) => fault(each, values[each[0]] !== false));
  return el("fieldset", { class: "faults" }, el("legend", {}, "What Slack allows"), switches);
}

function brand(workspace) {
  const props = { class: "quiet only-narrow", "aria-label": "Close the sidebar" };
  const close = press(props, () => update({ drawer: false }), icon("close"));
  const mark = el("img", { src: "/static/icon.svg", alt: "" });
  return el("div", { class: "brand" }, mark, el("strong", {}, workspace ?? "Playground"), close);
}

function build() {
  const { state } = store;
  const inKind = (...kinds) => state.channels.filter((channel) => kinds.includes(channel.kind));
  const end = [switcher(state.people), clock(state.clock), faults(state.faults)];
  return [
    brand(state.workspace),
    part("Channels", inKind("public", "private")),
    part("Direct messages", inKind("im")),
    el("div", { class: "side-end" }, end),
  ];
}

/** Set up the sidebar; on narrow screens it is a drawer. */
export function mountSidebar() {
  const side = document.getElementById("sidebar");
  const shade = document.getElementById("shade");
  shade.addEventListener("click", () => update({ drawer: false }));
  view(() => {
    side.classList.toggle("open", store.drawer);
    shade.hidden = !store.drawer;
    if (!store.state) return;
    const { channels, people, faults: switches, clock: info, workspace } = store.state;
    region(
      side,
      [channels, people, switches, info, workspace, store.as, store.channel, moment(nowMs())],
      build,
    );
  });
}
