// Where the page starts: set up the views, act for somebody, open what the address names.
import { get } from "./api.js";
import { composer } from "./composer.js";
import { toast } from "./dom.js";
import { mountInspector } from "./inspector.js";
import { mountMessages } from "./messages.js";
import { mountModal } from "./modal.js";
import { mountSidebar } from "./sidebar.js";
import { actAs, openChannel, store, update, view } from "./state.js";
import { mountThread } from "./thread.js";
import { mountTopbar } from "./topbar.js";
import { onTry } from "./welcome.js";

/** What an address points at: {channel, target, thread}; nulls where it names nothing. */
function addressed(url) {
  const link = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(url.pathname);
  if (!link) return { channel: url.hash.slice(1) || null, target: null, thread: null };
  const target = link[2] ? `${link[2]}.${link[3]}` : null;
  return { channel: link[1], target, thread: url.searchParams.get("thread_ts") };
}

function open({ channel, target, thread }) {
  const asked = store.state?.channels.find((each) => each.id === channel);
  const reply = thread && thread !== target;
  if (channel && !asked) toast("That place is not open to the person you act for.");
  return openChannel(
    asked?.id ?? store.channel,
    asked ? { target, thread: reply ? thread : null } : {},
  );
}

function followPermalinks(event) {
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || event.metaKey || event.ctrlKey) return;
  const url = new URL(anchor.href);
  if (url.host !== location.host || !url.pathname.startsWith("/archives/")) return;
  event.preventDefault();
  void open(addressed(url));
}

const OVER = "dialog[open], :popover-open"; // they close themselves

function closeOne(event) {
  if (event.key !== "Escape" || document.querySelector(OVER)) return;
  const open = ["drawer", "editing", "thread", "inspector"].find((name) => store[name]);
  if (open) update({ [open]: typeof store[open] === "boolean" ? false : null });
}

function rememberPlace() {
  if (store.channel && location.hash.slice(1) !== store.channel)
    history.replaceState(null, "", `/#${store.channel}`);
}

function mountComposer() {
  const toEnd = mountMessages();
  const box = composer({
    thread: () => null,
    testid: "composer",
    send: "send",
    onSent: () => toEnd(),
  });
  document.getElementById("composer").append(box.node);
  onTry(box.fill);
  let shown = null;
  view(() => {
    box.draw();
    if (shown !== store.channel && !store.thread && matchMedia("(min-width: 761px)").matches)
      box.focus();
    shown = store.channel;
  });
}

/** The person acted for last time, where there still is one of that id; else the first. */
async function firstPerson() {
  const state = await get("state");
  if (state.ok === false) toast(state.error);
  const last = localStorage.getItem("rapport.as");
  const people = state.people ?? [];
  return people.some((person) => person.id === last) ? last : (state.me ?? null);
}

async function start() {
  mountSidebar();
  mountTopbar();
  mountComposer();
  mountThread();
  mountInspector();
  mountModal();
  document.addEventListener("keydown", closeOne);
  document.addEventListener("click", followPermalinks);
  addEventListener("resize", () => update());
  const wanted = addressed(new URL(location.href));
  await actAs(await firstPerson());
  if (wanted.channel && store.state) await open(wanted);
  view(rememberPlace);
  update();
  requestAnimationFrame(() => {
    window.rapportReady = true;
    document.documentElement.dataset.ready = "yes";
  });
}

void start();
