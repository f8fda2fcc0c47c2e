// What the page knows, in one place. Views read `store` and are drawn again after `update`.
import { get, post, stream } from "./api.js";
import { toast } from "./dom.js";

export const store = {
  as: null, // id of the person acted for
  state: null, // the last /_/state
  channel: null, // id of the open channel
  messages: [], // the last /_/messages of that channel
  fetched: false, // whether they have come since the person or the channel changed
  thread: null, // ts of the open thread's first message
  editing: null, // ts of the message being edited
  target: null, // ts a permalink points at
  inspector: false,
  drawer: false, // the sidebar on narrow screens
  linked: true, // whether the stream stands
  running: 0, // slash commands under way
  entries: [], // traffic, oldest first
  next: 0, // where the log goes on
};

const views = [];
let queued = false;

/** Register a drawing function; each reads `store` and draws its own region. */
export const view = (draw) => views.push(draw);

function drawAll() {
  queued = false;
  for (const draw of views) draw();
}

/** Merge a change into the store and draw once after the current task. */
export function update(change = {}) {
  Object.assign(store, change);
  if (queued) return;
  queued = true;
  queueMicrotask(drawAll);
}

const pick = (list, id) => list?.find((item) => item.id === id) ?? null;
export const me = () => pick(store.state?.people, store.as);
export const channelNow = () => pick(store.state?.channels, store.channel);
export const personOf = (id) => pick(store.state?.people, id);
export const nameOf = (id) =>
  personOf(id)?.real_name || store.state?.names?.[id] || personOf(id)?.name || id;
export const zone = () => me()?.tz || "UTC";

/** Milliseconds since the epoch on the playground's clock. */
export function nowMs() {
  const now = store.state?.now;
  if (typeof now === "number") return now * 1000;
  return now ? Date.parse(now) : Date.now();
}

const latest = { state: 0, messages: 0 };

/** Whether an answer is still wanted: asked for last, for the person and channel still shown. */
function ticket(kind) {
  const { as, channel } = store;
  const mine = (latest[kind] += 1);
  return () =>
    mine === latest[kind] && as === store.as && (kind === "state" || channel === store.channel);
}

/** Fetch state, then draw; a channel the person may not see is left for the first one. */
export async function loadState() {
  const wanted = ticket("state");
  const state = await get("state", { as: store.as });
  if (!wanted()) return;
  if (state.ok === false) return void toast(state.error);
  const seen = pick(state.channels, store.channel);
  const change = { state };
  if (!seen)
    Object.assign(change, {
      channel: state.channels[0]?.id ?? null,
      messages: [],
      fetched: false,
      thread: null,
      editing: null,
    });
  update(change);
}

/** Fetch the open channel's messages; an answer for a channel left meanwhile is dropped. */
export async function loadMessages() {
  const { as, channel } = store;
  if (!channel) return update({ messages: [], fetched: true });
  const wanted = ticket("messages");
  const answer = await get("messages", { as, channel });
  if (!wanted()) return;
  if (answer.ok === false) return toast(answer.error);
  const known = answer.messages.some((message) => message.ts === store.thread);
  update({ messages: answer.messages, fetched: true, thread: known ? store.thread : null });
}

/** Fetch new traffic; only while the inspector is open. */
export async function loadLog() {
  if (!store.inspector) return;
  const after = store.next;
  const answer = await get("log", { after });
  if (answer.ok === false || after !== store.next) return;
  update({ entries: [...store.entries, ...answer.entries].slice(-500), next: answer.next });
}

const busy = new Map();

/** Run `load` once at a time; asked for again meanwhile, it runs once more afterwards. */
async function coalesce(load) {
  if (busy.has(load)) return void busy.set(load, true);
  busy.set(load, false);
  await load();
  const again = busy.get(load);
  busy.delete(load);
  if (again) await coalesce(load);
}

export const refresh = () =>
  Promise.all([coalesce(loadState).then(() => coalesce(loadMessages)), coalesce(loadLog)]);

function changed(change) {
  if (change.type === "log") return coalesce(loadLog);
  if (change.type === "state" || change.type === "all") return refresh();
  if (change.type === "view") return coalesce(loadState);
  if (change.channel && change.channel !== store.channel) return coalesce(loadState);
  return coalesce(loadMessages);
}

let hangUp = () => {};

/** Act for a person: everything is fetched again as that person sees it. */
export async function actAs(id) {
  hangUp();
  if (id) localStorage.setItem("rapport.as", id);
  Object.assign(store, { as: id, messages: [], fetched: false, thread: null, editing: null });
  await loadState();
  await loadMessages();
  hangUp = stream(id, changed, (linked) => update({ linked }));
}

/** Open a channel, and a thread in it where `thread` is given. */
export async function openChannel(channel, { thread = null, target = null } = {}) {
  const elsewhere = channel === store.channel ? {} : { messages: [], fetched: false };
  update({ channel, thread: null, editing: null, target, drawer: false, ...elsewhere });
  await loadMessages();
  if (thread) update({ thread });
  await loadState();
}

/** The modal that is open for the acting person, the one on top; null where there is none. */
export const modalNow = () => store.state?.modals?.at(-1) ?? null;

/** Do something as the acting person; a refusal is shown and returned. */
export async function act(verb, body) {
  const answer = await post(verb, { as: store.as, channel: store.channel, ...body });
  if (answer.ok === false) toast(answer.error);
  else await refresh();
  return answer;
}
