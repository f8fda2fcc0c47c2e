// Block Kit blocks as nodes; a block the page does not know is named, never dropped.
import { control } from "./buttons.js";
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { picture } from "./image.js";
import { markdown } from "./markdown.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, tableBlock } from "./table.js";

function imageUrl(source, message) {
  if (source.image_url) return source.image_url;
  const { id, url } = source.slack_file ?? {};
  const file = (message.files ?? []).find(
    (candidate) => candidate.id === id || candidate.url === url,
  );
  return file?.url ?? url ?? (id ? `/files/${encodeURIComponent(id)}/picture` : null);
}

function accessory(element, message) {
  if (!element) return null;
  if (element.type === "image")
    return el("img", { class: "thumb", src: imageUrl(element, message), alt: element.alt_text });
  return control(element, message.ts);
}

function section(block, message) {
  const fields = block.fields?.length
    ? el(
        "div",
        { class: "fields" },
        block.fields.map((field) => el("div", { dir: "auto" }, textObject(field))),
      )
    : null;
  const words = block.text
    ? el("div", { class: "words", dir: "auto" }, textObject(block.text))
    : null;
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-main" }, words, fields),
    accessory(block.accessory, message),
  );
}

function contextElement(element, message) {
  if (element.type === "image")
    return el("img", { class: "mini", src: imageUrl(element, message), alt: element.alt_text });
  return el("span", { dir: "auto" }, textObject(element));
}

function unknown(block) {
  return el(
    "div",
    { class: "unknown" },
    `A “${block.type}” block. The playground does not draw it; Slack may.`,
  );
}

const BLOCKS = {
  section,
  header: (block) => el("h3", { class: "header", dir: "auto" }, textObject(block.text)),
  context: (block, message) =>
    el(
      "div",
      { class: "context" },
      block.elements.map((element) => contextElement(element, message)),
    ),
  divider: () => el("hr"),
  actions: (block, message) =>
    el(
      "div",
      { class: "actions" },
      block.elements.map((element) => control(element, message.ts)),
    ),
  image: (block, message) =>
    picture(
      imageUrl(block, message),
      block.alt_text ?? "",
      block.title ? textObject(block.title) : null,
    ),
  table: tableBlock,
  data_table: dataTable,
  data_visualization: chart,
  rich_text: (block) => el("div", { class: "rich", dir: "auto" }, richText(block)),
  markdown: (block) => el("div", { class: "markdown" }, markdown(block.text)),
};

function one(block, message) {
  try {
    return (BLOCKS[block.type] ?? unknown)(block, message);
  } catch (error) {
    console.error("block could not be drawn", block, error);
    return el("div", { class: "unknown" }, `A “${block.type}” block that could not be read.`);
  }
}

const wrapped = (block, message) =>
  el("div", { class: "block", "data-block": block.type }, one(block, message));

/** All blocks of a message, each in a wrapper that tests can find by its type. */
export const blocks = (message) => message.blocks.map((block) => wrapped(block, message));

/** A block of a modal that is there to be read. */
export const reading = (block) => wrapped(block, { ts: null, files: [] });

/** Whether a block already shows the file. */
export function showsFile(message, file) {
  return (message.blocks ?? []).some(
    (block) =>
      block.type === "image" &&
      [file.id, file.url].some(
        (key) => key && [block.slack_file?.id, block.slack_file?.url].includes(key),
      ),
  );
}
