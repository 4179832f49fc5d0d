// One phone: a person's chat with the bot, or a group in which several people speak.

import { Chat } from "./chat.js";
import { Composer, round } from "./composer.js";
import { Deeds } from "./deeds.js";
import { fill, h } from "./dom.js";
import { summary } from "./media.js";
import { messageActions } from "./message_actions.js";
import { menuBeside, note } from "./overlay.js";
import { acceptDrops, Head, Speakers, suggestions } from "./phone_parts.js";
import { ReplyKeyboard } from "./reply_keyboard.js";
import { Refused } from "./server.js";
import { Thread } from "./thread.js";
import { openViewer } from "./viewer.js";
import { words } from "./words.js";

const SETTLE_MILLISECONDS = 150;

export class Phone {
  /** `screen` of the scene; `town` has the bot, opens links, and hears of unread messages. */
  constructor(screen, town) {
    this.screen = screen;
    this.town = town;
    this.chat = new Chat(screen.chat, screen.speakers[0].id);
    this.deeds = new Deeds(this);
    this.unread = 0;
    this.build();
  }

  build() {
    const { screen } = this;
    this.head = new Head(screen);
    this.pin = h("button", { type: "button", class: "pin", hidden: true, onclick: () => this.revealPinned() });
    this.thread = new Thread({ label: words.talkingWith(screen.title), onOlder: () => this.loadOlder() });
    this.keyboard = new ReplyKeyboard({ tap: (label) => this.deeds.tap(label), contact: () => this.deeds.shareContact() });
    this.keyboardButton = round("keyboard", words.keyboard, () => this.toggleKeyboard());
    this.ideasButton = round("idea", words.tryAsking, () => this.showIdeas(!this.hasIdeasOpen));
    this.keyboardButton.classList.add("keyboard-button");
    this.ideasButton.classList.add("ideas-button");
    this.composer = new Composer({
      placeholder: screen.is_group ? words.writeInGroup : words.write,
      tools: [this.keyboardButton, screen.suggestions.length > 0 && this.ideasButton],
      on: {
        send: (text, replyTo) => this.deeds.say(text, replyTo),
        sendFiles: (taken, caption, replyTo) => this.deeds.sendFiles(taken, caption, replyTo),
        edit: (message, text) => this.deeds.edit(message, text),
      },
    });
    this.speakers = new Speakers(screen.speakers, (id) => this.speakAs(id));
    const ideas = suggestions(screen.suggestions, (text, by) => this.deeds.suggest(text, by));
    this.node = h(
      "section",
      { class: "phone", id: `phone-${screen.id}`, "aria-label": screen.title },
      this.head.node, this.pin, this.thread.node, this.speakers.node, ideas, this.composer.node, this.keyboard.node,
    );
    this.showIdeas(true);
    acceptDrops(this.node, (files) => this.composer.addFiles(files, "photo"));
  }

  // what is shown

  get hasIdeasOpen() {
    return this.node.classList.contains("shows-ideas");
  }

  /** On a narrow screen suggestions and the bot's keyboard take turns in the same place. */
  showIdeas(isOpen) {
    this.node.classList.toggle("shows-ideas", isOpen);
    this.ideasButton.setAttribute("aria-expanded", String(isOpen));
  }

  toggleKeyboard() {
    const isCovered = this.hasIdeasOpen && getComputedStyle(this.ideasButton).display !== "none";
    this.showIdeas(false);
    if (isCovered) this.keyboard.unfold();
    else this.keyboard.toggle();
  }

  get isSeen() {
    return this.node.checkVisibility() && !document.hidden;
  }

  async load() {
    await this.chat.load();
    this.show();
    this.showSurroundings();
  }

  show() {
    this.thread.show(this.chat.list, {
      speaker: this.chat.speaker,
      isGroup: this.screen.is_group,
      reactions: this.chat.reactions,
      on: {
        command: (text) => this.deeds.say(text),
        link: (address) => this.town.openLink(address, this),
        picture: openViewer,
        quote: (id) => this.revealMessage(id),
        press: (message, button, node) => this.deeds.press(message, button, node),
        more: (messages, button) => menuBeside(button, messageActions(this, messages)),
      },
    });
  }

  showSurroundings() {
    const { chat } = this;
    this.composer.setCommands(chat.commands);
    this.keyboard.set(chat.keyboard);
    const hasKeyboard = this.keyboard.rows.length > 0;
    this.keyboardButton.hidden = !hasKeyboard;
    this.node.classList.toggle("has-keyboard", hasKeyboard);
    this.composer.setHint(chat.keyboard?.input_field_placeholder ?? "");
    const pinned = chat.pinned.at(-1);
    this.pin.hidden = !pinned;
    if (pinned) fill(this.pin, h("strong", {}, words.pinned), h("span", {}, summary(pinned)));
    this.speakers.show(chat.speaker);
    if (chat.info.title) this.head.rename(chat.info.title);
  }

  /** Reads the surroundings again soon; many events in a row ask only once. */
  refreshSurroundings() {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(
      () => this.guarded(async () => {
        await this.chat.loadSurroundings();
        this.showSurroundings();
      }),
      SETTLE_MILLISECONDS,
    );
  }

  loadOlder() {
    return this.guarded(async () => {
      if (await this.chat.loadOlder()) this.show();
    });
  }

  showTyping(action) {
    const line = action.startsWith("upload") ? words.uploading : words.typing;
    this.head.showDoing(line(this.town.bot.name));
  }

  markSeen() {
    if (this.unread === 0) return;
    this.unread = 0;
    this.town.unreadChanged();
  }

  async revealMessage(id) {
    while (!this.thread.reveal(id)) {
      if (!this.chat.hasOlder || !(await this.chat.loadOlder())) return this.note(words.originalGone);
      this.show();
    }
    return null;
  }

  revealPinned() {
    return this.revealMessage(this.chat.pinned.at(-1).message_id);
  }

  /** Messages that this phone has just sent. */
  sent(messages) {
    this.showIdeas(false);
    this.chat.put(messages);
    this.show();
  }

  // what happens

  /** An event of this phone's chat. */
  receive(event) {
    const { chat } = this;
    switch (event.type) {
      case "message":
        return this.arrived(event.message);
      case "edited_message":
        if (chat.messages.has(event.message.message_id)) chat.put([event.message]);
        return this.show();
      case "deleted_messages":
        chat.drop(event.message_ids);
        return this.show();
      case "reaction":
        chat.react(event);
        return this.show();
      case "chat_action":
        return this.showTyping(event.action);
      case "keyboard":
        return this.keyboardChanged(event);
      case "migrated":
        chat.id = event.to;
        return this.guarded(() => this.load());
      default:
        return this.refreshSurroundings();
    }
  }

  arrived(message) {
    const isNews = !this.chat.messages.has(message.message_id);
    this.chat.put([message]);
    if (message.from.id === this.town.bot.id) this.head.endDoing();
    this.show();
    if (message.pinned_message) this.refreshSurroundings();
    if (isNews && message.from.id !== this.chat.speaker && !this.isSeen) {
      this.unread += 1;
      this.town.unreadChanged();
    }
  }

  keyboardChanged({ keyboard, people }) {
    if (!people.includes(0) && !people.includes(this.chat.speaker)) return;
    this.chat.keyboard = keyboard;
    this.showSurroundings();
    if (keyboard) this.keyboard.unfold();
    const newest = this.chat.list.at(-1);
    if (keyboard?.force_reply && newest) this.composer.reply(newest);
  }

  /** A short note over this phone's messages. */
  note(text) {
    note(text, this.thread.node);
  }

  /** Runs something that the server may refuse, and says so; true if it worked. */
  async guarded(act) {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.note(error.message);
      return false;
    }
  }

  speakAs(id) {
    this.chat.speaker = id;
    this.show();
    this.showSurroundings();
    this.refreshSurroundings();
  }
}
