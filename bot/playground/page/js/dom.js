// Every node of the page is built here, from text: nothing that came over the wire is ever
// parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
  } else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) assign(node, name, value);
  node.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** An HTML element. `props` are attributes; `on` holds listeners; strings become text nodes. */
export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element, as `el`. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** A button that runs `click` with its event. */
export function press(props, click, ...children) {
  return el("button", { type: "button", ...props, on: { click } }, ...children);
}

function focusKey(node) {
  const focused = document.activeElement;
  return focused && node.contains(focused) ? (focused.dataset.testid ?? focused.id) : null;
}

const drawn = new WeakMap();

/** Redraw `node` with what `build()` returns, but only where `inputs` changed; focus survives. */
export function region(node, inputs, build) {
  const signature = JSON.stringify(inputs);
  if (drawn.get(node) === signature) return;
  drawn.set(node, signature);
  const key = focusKey(node);
  node.replaceChildren(...[build()].flat(Infinity).filter(Boolean));
  if (key) node.querySelector(`[data-testid="${CSS.escape(key)}"], #${CSS.escape(key)}`)?.focus();
}

const lists = new WeakMap();

/** Show `items` ({key, inputs, build}) in order; a node stays as long as its inputs do. */
export function keyed(holder, items) {
  const before = lists.get(holder) ?? new Map();
  const after = new Map();
  for (const { key, inputs, build } of items) {
    const signature = JSON.stringify(inputs);
    const kept = before.get(key);
    after.set(key, kept?.signature === signature ? kept : { signature, node: build() });
  }
  lists.set(holder, after);
  const nodes = [...after.values()].map(({ node }) => node);
  if (
    nodes.length !== holder.childNodes.length ||
    nodes.some((node, index) => holder.childNodes[index] !== node)
  )
    place(holder, nodes);
}

function place(holder, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...holder.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (holder.childNodes[index] !== node)
      holder.insertBefore(node, holder.childNodes[index] ?? null);
  });
}

/** Keep `scroller` at its end while the reader is there; returns a function that goes there. */
export function stick(scroller, content) {
  let pinned = true;
  const down = () => {
    if (pinned) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener("scroll", () => {
    pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  });
  const watch = new ResizeObserver(down);
  watch.observe(content);
  watch.observe(scroller);
  return (yes = true) => {
    pinned = yes;
    down();
  };
}

/** A short sentence over the page, gone after some seconds. */
export function toast(text) {
  const note = el("div", { class: "toast" }, text);
  document.getElementById("status").replaceChildren(note);
  setTimeout(() => note.remove(), 6000);
}
