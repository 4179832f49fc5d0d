// Pictures, files, contacts and places inside a message.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { server } from "./server.js";
import { words } from "./words.js";

const SHOWN_SIDE = 640; // pixels of the longest side that are sharp enough in a bubble
const FILE_KINDS = ["document", "video", "audio", "voice", "animation", "sticker", "video_note"];

/** What a message carries besides its text; null where that is nothing. */
export function mediaKind(message) {
  const kinds = ["photo", "animation", ...FILE_KINDS, "contact", "venue", "location"];
  return kinds.find((kind) => message[kind]) ?? null;
}

/** Pictures of an album or of one message; a click on one calls `onOpen(pictures, index)`. */
export function pictures(messages, onOpen) {
  const shown = messages.map(pictureOf);
  const tiles = messages.map((message, index) => tile(message, () => onOpen(shown, index)));
  const count = Math.min(tiles.length, 4);
  return h("div", { class: `pictures of-${count}`, role: "group" }, tiles);
}

/** Address, size, name and caption for the viewer. */
function pictureOf(message) {
  const largest = message.photo.at(-1);
  return {
    address: server.fileAddress(largest.file_id),
    width: largest.width,
    height: largest.height,
    caption: message.caption ?? "",
  };
}

function tile(message, onclick) {
  const size = message.photo.find((one) => Math.max(one.width, one.height) >= SHOWN_SIDE) ?? message.photo.at(-1);
  const image = h("img", {
    src: server.fileAddress(size.file_id), width: size.width, height: size.height, alt: message.caption ?? words.photo,
    style: `width: ${size.width}px`,
  });
  const label = words.openPicture(message.caption);
  return h("button", { type: "button", class: "picture", "aria-label": label, onclick }, image);
}

/** A file with its name and size, to be downloaded. */
export function fileCard(message) {
  const kind = FILE_KINDS.find((one) => message[one]);
  const file = message[kind];
  const name = file.file_name ?? words.kinds[kind];
  return h(
    "a",
    { class: "file", href: server.fileAddress(file.file_id), download: name },
    h("span", { class: "file-sign" }, icon("file")),
    h("span", { class: "file-name" }, name, h("small", {}, size(file.file_size))),
    icon("download"),
  );
}

function size(bytes = 0) {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A contact or a place. */
export function card(message) {
  if (message.contact) {
    const { first_name: first, last_name: last = "", phone_number: number } = message.contact;
    return h("div", { class: "card" }, icon("person"), h("span", {}, `${first}${last}`, h("small", {}, number)));
  }
  const { latitude, longitude } = message.location;
  const title = message.venue?.title ?? words.kinds.location;
  const line = message.venue?.address ?? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return h("div", { class: "card" }, icon("place"), h("span", {}, title, h("small", {}, line)));
}

/** One line about a message, for quotes, pins and labels. */
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ");
  const kind = mediaKind(message);
  if (kind === "document") return message.document.file_name ?? words.kinds.document;
  return kind ? `[${words.kinds[kind]}]` : words.notShown;
}
