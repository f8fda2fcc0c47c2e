// Times as people read them: in the zone of the person acted for, on the playground's clock.
import { nowMs, zone } from "./state.js";

const DAY = 86_400_000;
const formats = new Map();

function format(ms, options) {
  const key = zone() + JSON.stringify(options);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options }));
  return formats.get(key).format(ms);
}

/** Slack's ts ("1731662400.000100") as milliseconds. */
export const tsMs = (ts) => Number(ts) * 1000;

export const clock = (ms) => format(ms, { hour: "2-digit", minute: "2-digit" });
const clockSeconds = (ms) => format(ms, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const dayKey = (ms) => format(ms, { year: "numeric", month: "2-digit", day: "2-digit" });
const long = (ms) =>
  format(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const middle = (ms) => format(ms, { day: "numeric", month: "long", year: "numeric" });
const short = (ms) => format(ms, { day: "numeric", month: "short", year: "numeric" });
const iso = (ms) => dayKey(ms).split("/").reverse().join("-");

function nearDay(ms) {
  const key = dayKey(ms);
  if (key === dayKey(nowMs())) return "today";
  if (key === dayKey(nowMs() - DAY)) return "yesterday";
  return key === dayKey(nowMs() + DAY) ? "tomorrow" : null;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const pretty = (ms, otherwise) => nearDay(ms) ?? otherwise(ms);

/** "Today", "Yesterday", or "Monday, 23 November", with the year where it is another one. */
export function dayLabel(ms) {
  const near = nearDay(ms);
  if (near) return capital(near);
  const sameYear = format(ms, { year: "numeric" }) === format(nowMs(), { year: "numeric" });
  return format(ms, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** "Mon 23 Nov, 09:00" */
export const moment = (ms) =>
  `${format(ms, { weekday: "short", day: "numeric", month: "short" }).replace(",", "")}, ${clock(ms)}`;

export const fullMoment = (ms) => `${long(ms)}, ${clockSeconds(ms)} (${zone()})`;

function ago(ms) {
  const minutes = Math.round((nowMs() - ms) / 60_000);
  const [count, unit] =
    Math.abs(minutes) < 60
      ? [minutes, "minute"]
      : Math.abs(minutes) < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-count, unit);
}

/** "today at 09:12" */
export const when = (ms) => `${pretty(ms, short)} at ${clock(ms)}`;

const TOKENS = {
  date_num: iso,
  date_slash: (ms) => iso(ms).replaceAll("-", "/"),
  date: middle,
  date_short: short,
  date_long: long,
  date_pretty: (ms) => pretty(ms, middle),
  date_short_pretty: (ms) => pretty(ms, short),
  date_long_pretty: (ms) => pretty(ms, long),
  day_divider_pretty: dayLabel,
  time: clock,
  time_secs: clockSeconds,
  ago,
};

/** Fill a `<!date^…>` pattern; `null` where it cannot be read, so that the fallback is shown. */
export function dateToken(seconds, pattern) {
  const ms = Number(seconds) * 1000;
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(ms) ?? whole);
}
