// The sidebar: places, whom to act for, the clock, what Slack refuses.
import { el, region, toast } from "./dom.js";
import { post } from "./api.js";
import { icon } from "./icons.js";
import { personLabel } from "./people.js";
import { actAs, nowMs, openChannel, refresh, store, update, view } from "./state.js";
import { moment } from "./time.js";

function place(channel) {
  const current = channel.id === store.channel;
  const sign =
    channel.kind === "im"
      ? el("img", { class: "icon", src: "/static/icon.svg", alt: "" })
      : icon(channel.kind === "private" ? "lock" : "hash");
  const unread = current ? 0 : Number(channel.unread ?? 0);
  return el(
    "li",
    {},
    el(
      "button",
      {
        class: unread ? "place unread" : "place",
        type: "button",
        "data-testid": `channel-${channel.name}`,
        title: channel.name,
        "aria-current": current ? "page" : null,
        on: { click: () => openChannel(channel.id) },
      },
      sign,
      el("span", {}, channel.name),
      channel.shared
        ? el("em", { class: "tag", title: "Shared with people of another company" }, "shared")
        : null,
      unread ? el("b", { class: "count", "aria-label": `${unread} unread` }, String(unread)) : null,
    ),
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
  const words = label
    ? ["Move the clock to ", el("b", {}, `${label} →`.replaceAll(" ", "\u00a0"))]
    : "No delivery is scheduled";
  return el(
    "div",
    {},
    el(
      "button",
      {
        class: "clock-button",
        type: "button",
        "data-testid": "clock-next",
        disabled: !info?.next,
        on: { click: moveClock },
      },
      words,
    ),
    el(
      "p",
      { class: "hint" },
      `It is ${moment(nowMs())} here.`,
      label ? "" : " Schedule a report, then come back to this button.",
    ),
  );
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

function faults(values = {}) {
  return el(
    "fieldset",
    { class: "faults" },
    el("legend", {}, "What Slack allows"),
    FAULTS.map(([name, label]) =>
      el(
        "label",
        { class: "fault" },
        label,
        el("input", {
          type: "checkbox",
          role: "switch",
          "data-testid": `fault-${name}`,
          checked: values[name] !== false,
          on: { change: (event) => setFault(name, event.target.checked) },
        }),
      ),
    ),
  );
}

function build() {
  const { state } = store;
  const inKind = (...kinds) => state.channels.filter((channel) => kinds.includes(channel.kind));
  return [
    el(
      "div",
      { class: "brand" },
      el("img", { src: "/static/icon.svg", alt: "" }),
      el("strong", {}, state.workspace ?? "Playground"),
      el(
        "button",
        {
          class: "quiet only-narrow",
          type: "button",
          "aria-label": "Close the sidebar",
          on: { click: () => update({ drawer: false }) },
        },
        icon("close"),
      ),
    ),
    part("Channels", inKind("public", "private")),
    part("Direct messages", inKind("im")),
    el(
      "div",
      { class: "side-end" },
      switcher(state.people),
      clock(state.clock),
      faults(state.faults),
    ),
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
