// What can be done with a message: the entries of its menu.

import { fullName } from "./avatar.js";
import { choose } from "./overlay.js";
import { copy } from "./pressing.js";
import { server } from "./server.js";
import { words } from "./words.js";

/** Entries for the menu of one message, or of an album. */
export function messageActions(phone, messages) {
  const [message] = messages;
  const text = messages.map((one) => one.text ?? one.caption).find(Boolean);
  const isOwn = message.from.id === phone.chat.speaker;
  const canEdit = isOwn && !message.forward_origin && (message.text || message.photo || message.document);
  const canRemove = isOwn || !phone.screen.is_group;
  return [
    { label: words.reply, sign: "reply", act: () => phone.composer.reply(message) },
    canEdit && { label: words.edit, sign: "edit", act: () => phone.composer.edit(message) },
    { label: words.forward, sign: "forward", act: () => phone.guarded(() => forward(phone, messages)) },
    text && { label: words.copy, sign: "copy", act: () => copy(phone, text) },
    canRemove && {
      label: words.remove, sign: "remove", isDangerous: true, act: () => phone.guarded(() => remove(phone, messages)),
    },
  ].filter(Boolean);
}

async function forward(phone, messages) {
  const { chat } = phone;
  const chats = await server.chatsOf(chat.speaker);
  const target = await choose(words.forwardTo, chats.map((one) => option(one, phone.town.bot)));
  if (!target) return;
  for (const message of messages) await server.forward(target.chat, chat.speaker, chat.id, message.message_id);
  phone.note(words.forwarded);
}

// a private chat is called after whom one talks to: the bot
function option(chat, bot) {
  if (chat.type === "private") return { chat: chat.id, id: bot.id, name: bot.name, is_bot: true };
  return { chat: chat.id, id: chat.id, name: chat.title ?? fullName(chat) };
}

async function remove(phone, messages) {
  for (const message of messages) await server.remove(phone.chat.id, phone.chat.speaker, message.message_id);
}
