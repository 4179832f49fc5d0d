// The page's requests: everything that people do, and the demonstration's own clock and scene.

import { problem, words } from "./words.js";

/** A request that was refused or got no answer; its message is for the person. */
export class Refused extends Error {}

async function call(method, path, fields) {
  const options = { method };
  if (fields instanceof FormData) options.body = fields;
  else if (fields) {
    options.body = JSON.stringify(fields);
    options.headers = { "content-type": "application/json" };
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused(words.unreachable);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(problem(answer.error ?? String(response.status)));
  return answer;
}

const chatPath = (chat, rest) => `/people/chats/${chat}/${rest}`;

export const server = {
  scene: () => call("GET", "/demo/scene"),
  moveClock: (move) => call("POST", "/demo/clock", move),
  addPersona: (name) => call("POST", "/demo/personas", { name }),

  history(chat, by, { before, limit = 50 } = {}) {
    const older = before ? `&before=${before}` : "";
    return call("GET", chatPath(chat, `history?by=${by}&limit=${limit}${older}`));
  },
  chatsOf: (by) => call("GET", `/people/users/${by}/chats`),
  start: (by, payload) => call("POST", `/people/users/${by}/start`, { payload }),
  say: (chat, by, text, replyTo) => call("POST", chatPath(chat, "messages"), { by, text, reply_to: replyTo }),
  edit: (chat, by, id, text) => call("PATCH", chatPath(chat, `messages/${id}`), { by, text }),
  remove: (chat, by, id) => call("DELETE", chatPath(chat, `messages/${id}`), { by }),
  forward(chat, by, from, id) {
    return call("POST", chatPath(chat, "forwards"), { by, from_chat_id: from, message_id: id });
  },
  press: (chat, by, id, data) => call("POST", chatPath(chat, "presses"), { by, message_id: id, data }),
  tap: (chat, by, label) => call("POST", chatPath(chat, "taps"), { by, label }),
  shareContact: (chat, by, phone) => call("POST", chatPath(chat, "contacts"), { by, phone_number: phone }),
  sendFiles(chat, by, kind, files, caption, replyTo) {
    const form = new FormData();
    form.append("by", by);
    form.append("kind", kind);
    if (caption) form.append("caption", caption);
    if (replyTo) form.append("reply_to", replyTo);
    for (const file of files) form.append("files", file, file.name);
    return call("POST", chatPath(chat, "files"), form);
  },
  fileAddress: (id) => `/people/files/${id}`,
};
