// Pictures: shown at the column's width, enlarged on a click.
import { el, press } from "./dom.js";
import { icon } from "./icons.js";

const near = (url) =>
  /^(?:\/(?!\/)|blob:|data:image\/)/.test(url) || url.startsWith(`${location.origin}/`);

/** Open a picture in a dialog over the page; Escape or a click on the ground closes it. */
function enlarge(url, alt) {
  const closing = { class: "quiet close", "aria-label": "Close" };
  const close = press(closing, () => dialog.close(), icon("close"));
  const parts = [el("img", { src: url, alt }), el("p", {}, alt), close];
  const dialog = el("dialog", { class: "lightbox", "aria-label": "Picture" }, parts);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const unavailable = (words) => el("div", { class: "picture-missing" }, words);

/** A picture with its title and alternative text; another host's is named, never fetched. */
export function picture(url, alt, title = null) {
  if (!url) return unavailable(`Picture not available: ${alt}`);
  if (!near(url)) return unavailable(`Picture from another host, not loaded here: ${alt}`);
  const image = el("img", { src: url, alt, loading: "eager" });
  const props = { class: "picture", "aria-label": `Enlarge picture: ${alt}` };
  const button = press(props, () => enlarge(url, alt), image);
  image.addEventListener("error", () =>
    button.replaceWith(unavailable(`Picture could not be loaded: ${alt}`)),
  );
  return el("figure", {}, title ? el("figcaption", {}, title) : null, button);
}
