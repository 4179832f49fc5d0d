// Pressing an inline button, and what the bot's answer does: a note, an alert, a link.

import { alertBox } from "./overlay.js";
import { answerTo } from "./presses.js";
import { server } from "./server.js";
import { words } from "./words.js";

/** Presses a button of a message on a phone; the button shows that it waits. */
export async function pressButton(phone, message, button, node) {
  if (button.url) return followUrl(phone, button.url);
  if (button.copy_text) return copy(phone, button.copy_text.text);
  if (!button.callback_data || node.getAttribute("aria-busy")) return null;
  node.setAttribute("aria-busy", "true");
  try {
    const { chat } = phone;
    const query = await server.press(chat.id, chat.speaker, message.message_id, button.callback_data);
    return respond(phone, await answerTo(query.callback_query_id));
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function followUrl(phone, url) {
  if (!phone.town.openOwnLink(url, phone)) open(url, "_blank", "noopener");
}

function respond(phone, answer) {
  if (!answer) return phone.note(words.noAnswer);
  if (answer.url) return followUrl(phone, answer.url);
  if (!answer.text) return null;
  return answer.show_alert ? alertBox(answer.text) : phone.note(answer.text);
}

/** Puts a text on the clipboard. */
export async function copy(phone, text) {
  await navigator.clipboard.writeText(text).catch(() => copyTheOldWay(text));
  phone.note(words.copied);
}

// pages of another machine, opened over plain http, have no clipboard of their own
function copyTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
