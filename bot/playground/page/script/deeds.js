// What people do on a phone: write, send, tap, press, share. Each promises whether it worked.

import { pressButton } from "./pressing.js";
import { server } from "./server.js";

export class Deeds {
  constructor(phone) {
    this.phone = phone;
  }

  get chat() {
    return this.phone.chat;
  }

  /** Does something that posts messages of one's own; what the bot says to it is shown from its beginning. */
  post(act) {
    this.phone.thread.expectAnswer();
    return this.phone.guarded(async () => this.phone.sent(await act()));
  }

  say(text, replyTo = null) {
    return this.post(() => server.say(this.chat.id, this.chat.speaker, text, replyTo));
  }

  /** A suggested text, from whom it suits. */
  suggest(text, by) {
    if (by && by !== this.chat.speaker) this.phone.speakAs(by);
    return this.say(text);
  }

  /** Chosen files, album by album; the caption stands with the first. */
  sendFiles({ kind, albums }, caption, replyTo) {
    return this.post(async () => {
      const sent = [];
      for (const [index, files] of albums.entries()) {
        const line = index === 0 ? caption : "";
        sent.push(...(await server.sendFiles(this.chat.id, this.chat.speaker, kind, files, line, replyTo)));
      }
      return sent;
    });
  }

  edit(message, text) {
    return this.phone.guarded(() => server.edit(this.chat.id, this.chat.speaker, message.message_id, text));
  }

  /** A button of the keyboard below. */
  tap(label) {
    return this.post(async () => [await server.tap(this.chat.id, this.chat.speaker, label)]);
  }

  /** A button under a message. */
  press(message, button, node) {
    this.phone.thread.expectAnswer();
    return this.phone.guarded(() => pressButton(this.phone, message, button, node));
  }

  async shareContact() {
    const number = await this.phone.town.askPhoneNumber();
    if (number) await this.post(async () => [await server.shareContact(this.chat.id, this.chat.speaker, number)]);
  }

  /** Opens the bot by a deep link, as this phone's person. */
  start(payload) {
    return this.post(async () => [await server.start(this.chat.speaker, payload)]);
  }
}
