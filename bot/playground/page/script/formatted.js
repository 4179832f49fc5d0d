// A text with the Bot API's entities as nodes. Offsets count UTF-16 units, as JavaScript's do.

import { h } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** Nodes of a text. `on` has what a click on a command, a link or a spoiler does. */
export function formatted(text, entities = [], on = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nested(text, sorted, 0, text.length, on);
}

function nested(text, entities, from, until, on) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const end = Math.min(entity.offset + entity.length, until);
    if (entity.offset < at) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(i + 1).filter((other) => other.offset >= entity.offset && other.offset < end);
    const children = nested(text, inner, entity.offset, end, on);
    nodes.push(marked(entity, text.slice(entity.offset, end), children, on));
    at = end;
  }
  if (at < until) nodes.push(text.slice(at, until));
  return nodes;
}

function marked(entity, part, children, on) {
  switch (entity.type) {
    case "url":
      return link(part, children, on);
    case "text_link":
      return link(entity.url, children, on);
    case "email":
      return h("a", { href: `mailto:${part}` }, children);
    case "phone_number":
      return h("a", { href: `tel:${part}` }, children);
    case "bot_command":
      return h("button", { type: "button", class: "in-text", onclick: () => on.command?.(part) }, children);
    case "spoiler":
      return spoiler(children);
    default:
      return h(TAGS[entity.type] ?? "span", { class: `entity-${entity.type}` }, children);
  }
}

function link(address, children, on) {
  const href = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
  if (!/^(https?|tg|tel|mailto):/i.test(href)) return h("span", {}, children);
  const onclick = (event) => {
    if (on.link?.(href)) event.preventDefault();
  };
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function spoiler(children) {
  const node = h("button", { type: "button", class: "spoiler", "aria-pressed": "false" }, children);
  node.addEventListener("click", () => node.setAttribute("aria-pressed", "true"));
  return node;
}
