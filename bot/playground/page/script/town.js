// All phones side by side (on a narrow screen one at a time), and what goes on between them.

import { avatar } from "./avatar.js";
import { ClockBar } from "./clock_bar.js";
import { deepLink } from "./deep_links.js";
import { fill, h } from "./dom.js";
import { ask, choose, note } from "./overlay.js";
import { Phone } from "./phone.js";
import { answered } from "./presses.js";
import { server } from "./server.js";
import { strip } from "./strip.js";
import { setClock } from "./times.js";
import { words } from "./words.js";

export class Town {
  constructor(scene) {
    this.run = scene.run;
    this.bot = scene.bot;
    this.phones = [];
    this.columns = [];
    setClock(scene.now, scene.zone);
    this.bar = new ClockBar({ ...scene, onMoved: () => this.phones.forEach((phone) => phone.thread.refreshDays()) });
    this.banner = h("p", { class: "banner", role: "status", hidden: true });
    this.switcher = h("nav", { class: "switcher", "aria-label": words.columns });
    this.main = h("main", { class: "columns" });
    this.node = [this.bar.node, this.banner, this.switcher, this.main];
    this.furnish(scene);
    this.open(this.phones[0]);
    document.addEventListener("visibilitychange", () => this.markSeen());
    new ResizeObserver(() => this.markSeen()).observe(this.main);
  }

  // columns and phones

  /** Takes over the columns of a scene; phones that stand already stay. */
  furnish(scene) {
    scene.columns.forEach((column, index) => {
      this.columns[index] ??= this.addColumn(column);
      for (const screen of column.screens) this.addPhone(screen, this.columns[index]);
    });
    this.drawSwitches();
  }

  addColumn({ title }) {
    const tabs = strip("tabs", title, []);
    const node = h("div", { class: "column" }, h("div", { class: "column-head" }, h("h2", {}, title), tabs));
    this.main.append(node);
    return { node, tabs, phones: [], shown: null };
  }

  addPhone(screen, column) {
    if (this.phones.some((phone) => phone.screen.id === screen.id)) return;
    const phone = new Phone(screen, this);
    phone.column = column;
    column.phones.push(phone);
    column.shown ??= phone;
    column.node.append(phone.node);
    this.phones.push(phone);
  }

  load() {
    return Promise.all(this.phones.map((phone) => phone.guarded(() => phone.load())));
  }

  drawSwitches() {
    this.switches = [];
    fill(this.switcher, this.phones.map((phone) => this.switchTo(phone, () => this.opened)));
    for (const column of this.columns) {
      const tabs = column.phones.map((phone) => this.switchTo(phone, () => column.shown));
      fill(column.tabs.firstChild, tabs.length > 1 && tabs);
    }
    this.refreshSwitches();
  }

  /** A button that brings a phone to the front; `current` says which phone is there now. */
  switchTo(phone, current) {
    const dot = h("span", { class: "dot", hidden: true }, h("span", { class: "for-readers" }, words.unread));
    const button = h(
      "button",
      { type: "button", class: "switch", onclick: () => this.open(phone), "data-phone": phone.screen.id },
      avatar({ id: phone.screen.chat, name: phone.screen.title }),
      h("span", { class: "switch-name" }, phone.screen.title),
      dot,
    );
    this.switches.push({ phone, button, dot, current });
    return button;
  }

  refreshSwitches() {
    for (const phone of this.phones) {
      phone.node.classList.toggle("is-open", phone === this.opened);
      phone.node.classList.toggle("is-shown", phone === phone.column.shown);
    }
    for (const { phone, button, dot, current } of this.switches) {
      button.setAttribute("aria-current", String(phone === current()));
      dot.hidden = phone.unread === 0;
    }
    for (const column of this.columns) column.node.classList.toggle("is-open", column === this.opened?.column);
  }

  /** Brings a phone to the front. */
  open(phone) {
    this.opened = phone;
    phone.column.shown = phone;
    this.refreshSwitches();
    phone.column.node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
    this.switcher.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
    this.markSeen();
  }

  markSeen() {
    for (const phone of this.phones) if (phone.isSeen) phone.markSeen();
  }

  unreadChanged() {
    this.refreshSwitches();
  }

  // what happens

  receive(event) {
    if (event.type === "callback_answer") answered(event);
    else if (event.type === "clock") this.clockMoved(event.now);
    else if (event.type === "scene") this.refurnish();
    else if (event.type === "commands") this.phones.forEach((phone) => phone.refreshSurroundings());
    else if (event.chat_id !== undefined) {
      for (const phone of this.phones) if (phone.chat.id === event.chat_id) phone.receive(event);
    }
  }

  clockMoved(moment) {
    setClock(moment);
    this.bar.refresh();
  }

  async refurnish() {
    const before = new Set(this.phones);
    this.furnish(await server.scene());
    await Promise.all(this.phones.filter((phone) => !before.has(phone)).map((phone) => phone.guarded(() => phone.load())));
  }

  lost() {
    this.announce(words.lost);
  }

  /** The connection stands again: everything anew, as nobody knows what was missed. */
  async back() {
    const scene = await server.scene();
    if (scene.run !== this.run) {
      location.reload();
      return;
    }
    this.clockMoved(scene.now);
    this.furnish(scene);
    await this.load();
    this.announce(null);
    note(words.back);
  }

  announce(text) {
    this.banner.textContent = text ?? "";
    this.banner.hidden = text === null;
  }

  // links of the bot

  /** A link in a text: whoever it was meant for may open it. True if it is this bot's. */
  openLink(address, phone) {
    const link = deepLink(address, this.bot.username);
    if (!link) return false;
    if (link.group) phone.note(words.startGroup);
    else this.chooseOpener(link.payload, phone);
    return true;
  }

  /** A button with a link: opened by the one who presses. True if it is this bot's. */
  openOwnLink(address, phone) {
    const link = deepLink(address, this.bot.username);
    if (!link) return false;
    const own = this.privatePhones.find((one) => one.screen.chat === phone.chat.speaker);
    if (link.group || !own) phone.note(words.startGroup);
    else this.startOn(own, link.payload);
    return true;
  }

  get privatePhones() {
    return this.phones.filter((phone) => !phone.screen.is_group);
  }

  async chooseOpener(payload, phone) {
    const isSelf = (one) => one.screen.chat === phone.chat.speaker;
    const others = [...this.privatePhones].sort((a, b) => isSelf(b) - isSelf(a));
    const options = others.map((one) => ({
      phone: one, id: one.screen.chat, name: one.screen.title, detail: isSelf(one) ? words.self : one.screen.role,
    }));
    const chosen = await choose(words.openAs, [...options, { name: words.newcomer }]);
    if (chosen) this.startOn(chosen.phone ?? (await this.newcomer()), payload);
  }

  startOn(phone, payload) {
    if (!phone) return;
    this.open(phone);
    phone.deeds.start(payload);
  }

  /** Somebody who was not here yet; null if the person at the page changes their mind. */
  async newcomer() {
    const name = await ask(words.newcomerName, { value: words.newcomerDefault });
    if (!name) return null;
    const { id } = await server.addPersona(name);
    await this.refurnish();
    return this.phones.find((phone) => phone.screen.id === id);
  }

  askPhoneNumber() {
    return ask(words.phoneNumber, { inputmode: "tel" });
  }
}
