// One message, or an album, as it stands in a chat.

import { avatar, colourOf, fullName } from "./avatar.js";
import { h } from "./dom.js";
import { formatted } from "./formatted.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./inline_keyboard.js";
import { card, fileCard, mediaKind, pictures, summary } from "./media.js";
import { serviceLine } from "./service.js";
import { clockTime } from "./times.js";
import { words } from "./words.js";

/**
 * The list item of some messages that belong together. `view`: `{speaker, isGroup, reactions, on}`, where `on`
 * has what clicks do: `command`, `link`, `picture`, `quote`, `press`, `more`.
 */
export function bubble(messages, view, { isFirst, isLast }) {
  const [message] = messages;
  const service = serviceLine(messages);
  if (service) return h("li", { class: "service", "data-id": message.message_id }, service);

  const isMine = message.from.id === view.speaker;
  const sides = ["unit", isMine ? "mine" : "theirs", isFirst && "is-first", isLast && "is-last"];
  const body = h(
    "article",
    { class: "bubble", tabindex: "-1", "aria-label": words.message(fullName(message.from), time(message)) },
    sender(message, view, isMine, isFirst),
    message.forward_origin && h("p", { class: "forwarded" }, words.forwardedFrom(originName(message.forward_origin))),
    message.reply_to_message && quote(message.reply_to_message, view),
    content(messages, view),
    footer(messages),
  );
  return h(
    "li",
    { class: sides.filter(Boolean).join(" "), "data-id": message.message_id },
    view.isGroup && !isMine && avatar({ ...message.from, name: fullName(message.from) }),
    h("div", { class: "stack" }, body, keyboards(messages, view), reactions(messages, view)),
    moreButton(messages, view),
  );
}

function time(message) {
  return clockTime(new Date(message.date * 1000));
}

function sender(message, view, isMine, isFirst) {
  if (!view.isGroup || isMine || !isFirst) return null;
  return h("p", { class: "from", style: `--colour: ${colourOf(message.from)}` }, fullName(message.from));
}

function originName(origin) {
  return origin.sender_user ? fullName(origin.sender_user) : (origin.sender_user_name ?? origin.chat?.title ?? "");
}

function quote(original, view) {
  const name = fullName(original.from);
  return h(
    "button",
    { type: "button", class: "quote", onclick: () => view.on.quote(original.message_id) },
    h("strong", {}, name),
    h("span", {}, summary(original)),
  );
}

function content(messages, view) {
  const parts = [];
  const photos = messages.filter((message) => message.photo);
  if (photos.length) parts.push(pictures(photos, view.on.picture));
  for (const message of messages) {
    const kind = mediaKind(message);
    if (["contact", "venue", "location"].includes(kind)) parts.push(card(message));
    else if (kind && kind !== "photo") parts.push(fileCard(message));
    const text = shownText(message);
    const entities = message.entities ?? message.caption_entities;
    if (text) parts.push(h("div", { class: "text" }, formatted(text, entities, view.on)));
    if (!kind && !text) parts.push(h("div", { class: "text faint" }, words.notShown));
  }
  return parts;
}

/** Text or caption. The secret part of /start, which a link carries, is for the bot's eyes. */
function shownText(message) {
  return (message.text ?? message.caption)?.replace(/^\/start \S+$/, "/start");
}

function footer(messages) {
  const last = messages.at(-1);
  const isEdited = messages.some((message) => message.edit_date);
  const moment = new Date(last.date * 1000);
  return h(
    "footer",
    {},
    isEdited && h("span", { class: "edited" }, words.edited),
    h("time", { datetime: moment.toISOString() }, clockTime(moment)),
  );
}

function keyboards(messages, view) {
  return messages
    .filter((message) => message.reply_markup?.inline_keyboard)
    .map((message) => inlineKeyboard(message, view.on.press));
}

function reactions(messages, view) {
  const emojis = messages.flatMap((message) => [...(view.reactions.get(message.message_id)?.values() ?? [])].flat());
  return emojis.length > 0 && h("p", { class: "reactions" }, emojis.map((emoji) => h("span", {}, emoji)));
}

function moreButton(messages, view) {
  const onclick = (event) => view.on.more(messages, event.currentTarget);
  return h("button", { type: "button", class: "more", "aria-label": words.more, "aria-haspopup": "menu", onclick }, icon("more"));
}
