// What one person knows of one chat: its messages and what stands around them. No drawing here.

import { server } from "./server.js";

const PAGE = 50;

export class Chat {
  constructor(id, speaker) {
    this.id = id;
    this.speaker = speaker;
    this.messages = new Map();
    this.reactions = new Map();
    this.keyboard = null;
    this.commands = [];
    this.pinned = [];
    this.info = {};
    this.hasOlder = false;
    this.isLoadingOlder = false;
  }

  /** Messages, oldest first. */
  get list() {
    return [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
  }

  /** Loads the newest messages anew, as after a lost connection. */
  async load() {
    const page = await server.history(this.id, this.speaker, { limit: PAGE });
    this.messages = new Map(page.messages.map((message) => [message.message_id, message]));
    this.hasOlder = page.messages.length === PAGE;
    this.takeSurroundings(page);
  }

  /** Keyboard, commands and pins anew; the messages stay. */
  async loadSurroundings() {
    this.takeSurroundings(await server.history(this.id, this.speaker, { limit: 1 }));
  }

  takeSurroundings({ keyboard, commands, pinned, chat }) {
    Object.assign(this, { keyboard, commands, pinned, info: chat });
  }

  /** Loads the page before; false where there is none or it is on its way. */
  async loadOlder() {
    if (!this.hasOlder || this.isLoadingOlder) return false;
    this.isLoadingOlder = true;
    try {
      const page = await server.history(this.id, this.speaker, { limit: PAGE, before: this.list[0]?.message_id });
      for (const message of page.messages) this.messages.set(message.message_id, message);
      this.hasOlder = page.messages.length === PAGE;
    } finally {
      this.isLoadingOlder = false;
    }
    return true;
  }

  /** New or changed messages. */
  put(messages) {
    for (const message of messages) this.messages.set(message.message_id, message);
  }

  drop(messageIds) {
    for (const id of messageIds) this.messages.delete(id);
  }

  react({ message_id: messageId, user_id: userId, emojis }) {
    const byUser = this.reactions.get(messageId) ?? new Map();
    byUser.set(userId, emojis);
    this.reactions.set(messageId, byUser);
  }
}
