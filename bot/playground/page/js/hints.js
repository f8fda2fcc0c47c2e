// What may be typed next: slash commands at the start, people after @.
import { el } from "./dom.js";
import { handles } from "./escape.js";
import { me, nameOf, store } from "./state.js";

function commandHints(text) {
  const typed = text.toLowerCase();
  const commands = me()?.external ? [] : (store.state?.commands ?? []); // Slack refuses them there
  if (!/\s/.test(text))
    return commands
      .filter((each) => each.command.startsWith(typed))
      .map((each) => ({ ...each, fill: `${each.command} ` }));
  const exact = commands.find((each) => typed.startsWith(`${each.command} `));
  return exact ? [{ ...exact, fill: null }] : [];
}

function peopleHints(before) {
  const typed = /(?:^|\s)@([\w.-]*)$/.exec(before);
  if (!typed) return [];
  const start = before.slice(0, before.length - typed[1].length);
  return handles()
    .filter(([, handle]) => handle.toLowerCase().startsWith(typed[1].toLowerCase()))
    .slice(0, 8)
    .map(([id, handle]) => ({
      command: `@${handle}`,
      usage: "",
      description: nameOf(id),
      fill: `${start}${handle} `,
    }));
}

/**
 * The hints for a box's text and caret: [{command, usage, description, fill}].
 * `fill` is the text up to the caret once taken; null for a reminder of the usage.
 */
export function hintsFor(text, caret, inThread) {
  if (text.startsWith("/") && !inThread) return commandHints(text);
  return peopleHints(text.slice(0, caret));
}

function option(hint, index, active, choose) {
  const take = (event) => {
    event.preventDefault();
    if (hint.fill !== null) choose(hint);
  };
  return el(
    "li",
    {
      id: `hint-${index}`,
      role: "option",
      "aria-selected": String(index === active),
      class: hint.fill === null ? "reminder" : null,
      on: { mousedown: take },
    },
    el("b", {}, hint.command),
    hint.usage ? el("code", {}, hint.usage) : null,
    el("span", {}, hint.description),
  );
}

/** Draw the list; hidden where there is nothing to say. */
export function drawHints(list, hints, active, choose) {
  list.hidden = hints.length === 0;
  list.replaceChildren(...hints.map((hint, index) => option(hint, index, active, choose)));
  list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
}
