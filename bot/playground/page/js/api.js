// The page's door to the loopback Slack: everything under /_/ is JSON.

async function answer(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    return { ok: false, error: `The playground answered ${response.status} without JSON.` };
  }
  if (response.ok) return body;
  return { ...body, ok: false, error: body.error ?? `The playground answered ${response.status}.` };
}

async function call(path, options) {
  try {
    return await answer(await fetch(path, options));
  } catch {
    return {
      ok: false,
      error: "The playground does not answer. Is it still running in the terminal?",
    };
  }
}

const query = (values) =>
  new URLSearchParams(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );

/** GET /_/NAME; on failure `{ok: false, error}`. */
export const get = (name, values = {}) => call(`/_/${name}?${query(values)}`);

/** POST /_/NAME with a JSON body; always resolves, with `{ok, …}` or `{ok: false, error}`. */
export const post = (name, body = {}) =>
  call(`/_/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/**
 * Listen to changes for one person. `onChange(change)` runs for each push, and with
 * `{type: "all"}` after each (re)connection; `onLink(up)` tells whether the line stands.
 * Returns a function that ends it.
 */
export function stream(as, onChange, onLink) {
  let socket = null;
  let wait = 500;
  let ended = false;
  const open = () => {
    if (ended) return;
    socket = new WebSocket(
      `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/_/stream?${query({ as })}`,
    );
    socket.onopen = () => {
      wait = 500;
      onLink(true);
      onChange({ type: "all" });
    };
    socket.onmessage = (event) => onChange(JSON.parse(event.data));
    socket.onclose = () => {
      if (ended) return;
      onLink(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 8000);
    };
  };
  open();
  return () => {
    ended = true;
    socket?.close();
  };
}
