// The bar on top: which place and year, today's date in the bot's clock, and the buttons that move it.

import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { note } from "./overlay.js";
import { Refused, server } from "./server.js";
import { clockTime, dayName, dayOf, daysBetween, now } from "./times.js";
import { words } from "./words.js";

const TICK_MILLISECONDS = 5000;

export class ClockBar {
  /** `onMoved()` after the date has changed. */
  constructor({ place, year, deadline, onMoved }) {
    this.deadline = deadline;
    this.onMoved = onMoved;
    this.year = h("span", { class: "date-year" });
    this.date = h("span");
    this.left = h("span", { class: "days-left" });
    this.time = h("span", { class: "time" });
    this.day = this.mover(words.moveDay, () => ({ days: 1 }));
    this.week = this.mover(words.moveWeek, () => ({ days: 7 }));
    this.end = this.mover(words.moveDeadline, () => ({ to: this.deadline }));
    this.status = h("span", { class: "moving", role: "status" });
    this.build(words.year(place, year));
    this.refresh();
    setInterval(() => this.refresh(), TICK_MILLISECONDS);
  }

  build(year) {
    this.toggle = h(
      "button",
      { type: "button", class: "clock-toggle", "aria-expanded": "false", "aria-controls": "clock", onclick: () => this.unfold() },
      h("strong", { class: "date" }, this.year, this.date), this.time, icon("down"),
    );
    this.movers = h("div", { class: "movers", role: "group", "aria-label": words.clock }, this.day, this.week, this.end);
    this.panel = h("div", { class: "clock-panel", id: "clock" }, this.left, this.movers, this.status);
    this.node = h(
      "header",
      { class: "top-bar" },
      h("img", { src: "/page/icon.svg", alt: "", width: "36", height: "36" }),
      h("div", { class: "brand" }, h("h1", {}, words.brand), h("p", {}, year)),
      h("p", { class: "about" }, words.about),
      this.toggle, this.panel,
    );
  }

  mover(label, move) {
    return h("button", { type: "button", class: "button", onclick: () => this.move(move()) }, label);
  }

  unfold() {
    const isOpen = this.node.classList.toggle("is-open");
    this.toggle.setAttribute("aria-expanded", String(isOpen));
  }

  async move(request) {
    this.setBusy(true);
    try {
      await server.moveClock(request);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      note(error.message);
    } finally {
      this.setBusy(false);
    }
  }

  setBusy(isBusy) {
    this.isBusy = isBusy;
    fill(this.status, isBusy && words.moving);
    this.refresh();
  }

  phrase(days) {
    if (days === 0) return words.lastDay;
    if (days < 0) return words.daysOver(-days);
    const [until] = dayName(this.deadline).split(" ");
    return words.daysLeft(until, days);
  }

  refresh() {
    const today = dayOf(now());
    this.year.textContent = words.yearOf(today.slice(0, 4));
    this.date.textContent = dayName(today);
    this.time.textContent = clockTime(now());
    const days = daysBetween(today, this.deadline);
    this.left.textContent = this.phrase(days);
    for (const button of [this.day, this.week]) button.disabled = this.isBusy;
    this.end.disabled = this.isBusy || days <= 0;
    if (this.today && this.today !== today) this.onMoved();
    this.today = today;
  }
}
