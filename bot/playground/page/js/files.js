// Files that people share: chosen or dropped into the composer, shown as a card in the message.
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { picture } from "./image.js";
import { act } from "./state.js";

const KIB = 1024;

const sized = (bytes) =>
  bytes < KIB * KIB ? `${Math.ceil(bytes / KIB)} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`;

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

async function share(files) {
  for (const file of files) await act("drop", { name: file.name, content: await base64(file) });
}

/** A button that chooses files, and the box as a place to drop them on. */
export function clip(box) {
  const chosen = el("input", { type: "file", hidden: true, "data-testid": "file" });
  chosen.addEventListener("change", () => {
    void share([...chosen.files]).then(() => (chosen.value = ""));
  });
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void share([...event.dataTransfer.files]);
  });
  const choose = () => chosen.click();
  const props = { class: "clip", type: "button", title: "Share a file", on: { click: choose } };
  return [el("button", { ...props, "aria-label": "Share a file" }, icon("clip")), chosen];
}

/** A file below a message: the picture the bot made, or the card of what a person shared. */
export function fileOf(message, file) {
  if (message.bot) return el("div", { class: "block" }, picture(file.url, file.alt || file.name));
  return el(
    "div",
    { class: "file", "data-testid": `file-${file.id}` },
    icon("page"),
    el("b", { dir: "auto" }, file.name),
    el("span", {}, sized(file.size)),
  );
}
