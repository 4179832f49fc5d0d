// The messages of a chat, oldest first; keeps its place while things change above and below.

import { bubble } from "./bubble.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { areOneInvitation, serviceLine } from "./service.js";
import { dayHeading, dayOf } from "./times.js";
import { words } from "./words.js";

const NEAR_BOTTOM_PIXELS = 60;
const NEAR_TOP_PIXELS = 80;
const RUN_SECONDS = 300;
const ANSWER_SECONDS = 120;
const MARGIN_PIXELS = 8;
// what the view keeps in sight while messages arrive
const NOTHING = "nothing";
const NEWEST = "newest";
const ANSWER = "answer";

export class Thread {
  /** `onOlder()` loads what came before. */
  constructor({ label, onOlder }) {
    this.list = h("ol", { class: "messages" });
    this.empty = h("p", { class: "nothing-yet" }, words.nothingYet);
    this.scroller = h(
      "div",
      { class: "scroller", role: "log", "aria-label": label, tabindex: "0" },
      this.empty,
      this.list,
    );
    this.toNewest = h(
      "button",
      { type: "button", class: "to-newest", hidden: true, "aria-label": words.toNewest, onclick: () => this.goToNewest() },
      icon("down"),
    );
    this.node = h("div", { class: "thread" }, this.scroller, this.toNewest);
    this.built = new Map();
    this.following = NEWEST;
    this.lastSeenId = 0;
    this.target = 0;
    this.onOlder = onOlder;
    this.watch();
  }

  watch() {
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    const observer = new ResizeObserver(() => this.follow());
    observer.observe(this.scroller);
    observer.observe(this.list);
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (!clientHeight) return;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PIXELS;
    const isOwnDoing = Math.abs(scrollTop - this.target) < 2;
    if (!isOwnDoing) this.following = isNear ? NEWEST : NOTHING;
    this.toNewest.hidden = isNear;
    if (scrollTop < NEAR_TOP_PIXELS) this.onOlder();
  }

  /** Goes to the newest message and stays there. */
  goToNewest() {
    this.following = NEWEST;
    this.follow();
  }

  /** Somebody has asked or pressed something: what comes next is shown from its beginning, however long. */
  expectAnswer() {
    this.following = ANSWER;
    this.lastSeenId = this.newestId();
    this.follow();
  }

  follow() {
    const { scroller } = this;
    if (this.following === NOTHING || !scroller.clientHeight) return;
    const bottom = scroller.scrollHeight - scroller.clientHeight;
    const answer = this.following === ANSWER ? this.answerTop() : null;
    this.target = Math.max(0, Math.min(bottom, answer ?? bottom));
    scroller.scrollTop = this.target;
    this.toNewest.hidden = bottom - this.target < NEAR_BOTTOM_PIXELS;
  }

  /** Where the first of the expected messages begins; null once the talk has moved on. */
  answerTop() {
    const entries = [...this.built.values()].filter((entry) => entry.messages);
    const first = entries.find(({ messages }) => messages[0].message_id > this.lastSeenId);
    if (!first || entries.at(-1).messages[0].date - first.messages[0].date > ANSWER_SECONDS) return null;
    return first.node.offsetTop - MARGIN_PIXELS;
  }

  newestId() {
    const ids = [...this.built.values()].flatMap(({ messages = [] }) => messages.map((message) => message.message_id));
    return Math.max(0, ...ids);
  }

  /** Shows these messages and no others; what did not change stays as it is. */
  show(messages, view) {
    const before = this.anchor();
    const items = arranged(messages);
    const kept = new Map();
    const nodes = items.map((item) => {
      const entry = this.entryFor(item, view);
      kept.set(item.key, entry);
      return entry.node;
    });
    const focused = this.focusedPlace();
    place(this.list, nodes);
    this.built = kept;
    this.empty.hidden = nodes.length > 0;
    this.restoreFocus(focused);
    if (this.following === NOTHING) this.keep(before);
    else this.follow();
    // only what arrives from now on slides in
    requestAnimationFrame(() => this.list.classList.add("is-live"));
  }

  entryFor(item, view) {
    const old = this.built.get(item.key);
    const look = item.day ?? `${item.isFirst} ${item.isLast} ${view.speaker} ${reactionsOf(item, view)}`;
    if (old && old.look === look && sameMessages(old.messages, item.messages)) return old;
    const node = item.day
      ? h("li", { class: "day" }, h("span", {}, dayHeading(item.day)))
      : bubble(item.messages, view, item);
    return { node, look, messages: item.messages };
  }

  /** Day headings say 今天 and 昨天 again after the clock has moved. */
  refreshDays() {
    for (const [key, { node }] of this.built) {
      if (key.startsWith("day ")) node.firstElementChild.textContent = dayHeading(key.slice(4));
    }
  }

  /** Brings a message into sight; false where it is not loaded. */
  reveal(messageId) {
    const found = [...this.built.values()].find(({ messages }) => messages?.some((m) => m.message_id === messageId));
    if (!found) return false;
    found.node.scrollIntoView({ block: "center" });
    found.node.classList.remove("is-revealed");
    requestAnimationFrame(() => found.node.classList.add("is-revealed"));
    found.node.querySelector(".bubble")?.focus({ preventScroll: true });
    return true;
  }

  /** The first message in sight and where it stands; a day's heading moves when earlier messages come above. */
  anchor() {
    const { scrollTop } = this.scroller;
    const messages = this.list.querySelectorAll("[data-id]");
    const node = [...messages].find((one) => one.offsetTop + one.offsetHeight > scrollTop);
    return node && { key: this.keyOf(node), top: node.offsetTop - scrollTop };
  }

  keep(anchor) {
    const entry = anchor && this.built.get(anchor.key);
    if (entry) this.scroller.scrollTop = entry.node.offsetTop - anchor.top;
  }

  keyOf(node) {
    return [...this.built].find(([, entry]) => entry.node === node)?.[0];
  }

  /** Where the keyboard stands, so that an edited message does not throw it back to the start of the page. */
  focusedPlace() {
    const unit = document.activeElement?.closest?.(".unit");
    if (!unit || !this.list.contains(unit)) return null;
    const buttons = [...unit.querySelectorAll("button, a")];
    return { key: this.keyOf(unit), index: buttons.indexOf(document.activeElement) };
  }

  restoreFocus(focused) {
    const node = focused && this.built.get(focused.key)?.node;
    if (!node || node.contains(document.activeElement)) return;
    const buttons = node.querySelectorAll(".inline-button");
    const target = buttons[Math.min(focused.index, buttons.length - 1)] ?? node.querySelector(".bubble");
    target?.focus({ preventScroll: true });
  }
}

function place(list, nodes) {
  let at = list.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else list.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function sameMessages(old = [], fresh = []) {
  return old.length === fresh.length && old.every((message, index) => message === fresh[index]);
}

function reactionsOf(item, view) {
  return item.messages.map((message) => JSON.stringify([...(view.reactions.get(message.message_id) ?? [])])).join();
}

/** Day headings, albums, and runs of one sender: `{key, day}` or `{key, messages, isFirst, isLast}`. */
function arranged(messages) {
  const items = [];
  let day;
  for (const message of messages) {
    const itsDay = dayOf(new Date(message.date * 1000));
    if (itsDay !== day) items.push({ key: `day ${itsDay}`, day: itsDay });
    day = itsDay;
    const last = items.at(-1);
    const album = message.media_group_id;
    const isMore = last.messages && (album ? last.messages[0].media_group_id === album : areOneInvitation(last.messages[0], message));
    if (isMore) last.messages.push(message);
    else items.push({ key: `message ${message.message_id}`, messages: [message] });
  }
  items.forEach((item, index) => {
    item.isFirst = !isRun(items[index - 1], item);
    item.isLast = !isRun(item, items[index + 1]);
  });
  return items;
}

function isRun(one, next) {
  if (!one?.messages || !next?.messages) return false;
  if (serviceLine(one.messages) || serviceLine(next.messages)) return false;
  const [before] = one.messages;
  const [after] = next.messages;
  return before.from.id === after.from.id && after.date - before.date < RUN_SECONDS;
}
