// The line to write in: texts, replies, corrections, pictures and files, commands.

import { Attachments } from "./attachments.js";
import { fullName } from "./avatar.js";
import { CommandMenu } from "./command_menu.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { summary } from "./media.js";
import { menuBeside } from "./overlay.js";
import { words } from "./words.js";

const TALLEST_PIXELS = 150;

export class Composer {
  /** `on`: `send(text, replyTo)`, `sendFiles(taken, caption, replyTo)`, `edit(message, text)`, each promising
   * whether it worked. `tools` are further buttons in the line. */
  constructor({ on, placeholder, tools = [] }) {
    this.on = on;
    this.placeholder = placeholder;
    this.tools = tools;
    this.hint = "";
    this.task = null; // {kind: "reply" | "edit", message}
    this.attachments = new Attachments(() => this.refresh());
    this.menu = new CommandMenu((command) => this.sendCommand(command));
    this.context = h("div", { class: "composing", hidden: true });
    this.build();
    this.listen();
  }

  build() {
    this.input = h("textarea", {
      rows: "1", placeholder: this.placeholder, "aria-label": this.placeholder, enterkeyhint: "send", autocomplete: "off",
      "aria-controls": this.menu.node.id,
    });
    this.slash = round("slash", words.commands, () => this.openCommands());
    this.slash.hidden = true;
    this.attach = round("attach", words.attach, () => this.chooseKind());
    this.attach.setAttribute("aria-haspopup", "menu");
    this.sendButton = h("button", { class: "round send", "aria-label": words.send, disabled: true }, icon("send"));
    this.photoInput = this.picker("photo", "image/*");
    this.fileInput = this.picker("document", null);
    this.form = h("form", { class: "write" }, this.slash, this.tools, this.input, this.attach, this.sendButton);
    this.node = h(
      "div",
      { class: "composer" },
      this.context, this.attachments.node, this.menu.node, this.form, this.photoInput, this.fileInput,
    );
  }

  picker(kind, accept) {
    const input = h("input", { type: "file", multiple: true, accept, hidden: true, "data-kind": kind });
    input.addEventListener("change", () => {
      this.addFiles([...input.files], kind);
      input.value = "";
    });
    return input;
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.input.addEventListener("input", () => this.refresh());
    this.input.addEventListener("blur", () => this.menu.close());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) this.addFiles(files, "photo");
    });
  }

  onKey(event) {
    // an input method's Enter chooses a word
    if (event.isComposing || event.keyCode === 229) return;
    if (this.menu.takesKey(event.key)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.task) this.drop();
  }

  get text() {
    return this.input.value.trim();
  }

  set text(value) {
    this.input.value = value;
    this.refresh();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  setCommands(commands) {
    this.menu.commands = commands;
    this.slash.hidden = commands.length === 0;
  }

  /** What stands in the empty line; the usual where the text is empty. */
  setHint(text) {
    this.hint = text;
    this.refresh();
  }

  openCommands() {
    if (this.menu.isOpen) return this.menu.close();
    this.focus();
    return this.menu.offer("/");
  }

  sendCommand(command) {
    this.menu.close();
    this.text = "";
    this.on.send(`/${command}`, null);
  }

  chooseKind() {
    menuBeside(this.attach, [
      { label: words.photo, sign: "photo", act: () => this.photoInput.click() },
      { label: words.file, sign: "file", act: () => this.fileInput.click() },
    ]);
  }

  addFiles(files, kind) {
    if (this.task?.kind === "edit") this.drop();
    this.attachments.add(files, kind);
    this.focus();
  }

  /** The next message answers this one. */
  reply(message) {
    this.begin({ kind: "reply", message }, "reply", words.replyingTo(fullName(message.from)), summary(message));
  }

  /** The next text replaces the one of this message. */
  edit(message) {
    this.begin({ kind: "edit", message }, "edit", words.editing, summary(message));
    this.text = message.text ?? message.caption ?? "";
  }

  begin(task, sign, title, line) {
    this.task = task;
    const cancel = round("close", words.cancel, () => this.drop());
    fill(this.context, icon(sign), h("span", {}, h("strong", {}, title), h("span", {}, line)), cancel);
    this.context.hidden = false;
    this.refresh();
    this.focus();
  }

  /** No reply and no correction after all. */
  drop() {
    if (this.task?.kind === "edit") this.text = "";
    this.task = null;
    this.context.hidden = true;
    this.refresh();
  }

  async submit() {
    const { text, task } = this;
    if (!text && this.attachments.isEmpty) return;
    const taken = this.attachments.isEmpty ? null : this.attachments.take();
    this.task = null;
    this.context.hidden = true;
    this.text = "";
    if (!(await this.deliver(text, task, taken))) this.putBack(text, task, taken);
  }

  deliver(text, task, taken) {
    const replyTo = task?.kind === "reply" ? task.message.message_id : null;
    if (task?.kind === "edit") return this.on.edit(task.message, text);
    if (taken) return this.on.sendFiles(taken, text, replyTo);
    return this.on.send(text, replyTo);
  }

  /** What could not be sent is not lost. */
  putBack(text, task, taken) {
    if (task?.kind === "reply") this.reply(task.message);
    if (task?.kind === "edit") this.edit(task.message);
    if (!this.text) this.text = text;
    if (taken) this.attachments.add(taken.albums.flat(), taken.kind);
  }

  refresh() {
    const isWriting = Boolean(this.text || this.task) || !this.attachments.isEmpty;
    this.node.classList.toggle("is-writing", isWriting);
    this.sendButton.disabled = !this.text && this.attachments.isEmpty;
    this.input.placeholder = this.attachments.isEmpty ? this.hint || this.placeholder : words.caption;
    this.menu.offer(this.input.value);
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight + 2, TALLEST_PIXELS)}px`;
  }
}

export function round(sign, label, onclick) {
  return h("button", { type: "button", class: "round", "aria-label": label, title: label, onclick }, icon(sign));
}
