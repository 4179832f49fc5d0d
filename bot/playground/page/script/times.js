// Days and hours in the bot's time zone, and the clock that runs on from what the server said.

import { words } from "./words.js";

let zone = "Asia/Shanghai";
let parts;
let offset = 0;

/** Takes over the zone and the present moment of the server (ISO text). */
export function setClock(now, timezone) {
  zone = timezone ?? zone;
  parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  offset = Date.parse(now) - performance.now();
}

/** The present moment of the demonstration. */
export function now() {
  return new Date(performance.now() + offset);
}

function split(moment) {
  return Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
}

/** `2021-10-20` */
export function dayOf(moment) {
  const { year, month, day } = split(moment);
  return `${year}-${month}-${day}`;
}

/** `09:05` */
export function clockTime(moment) {
  const { hour, minute } = split(moment);
  return `${hour}:${minute}`;
}

/** Days from one `2021-10-20` to another. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** `10月20日 星期三`, or `2021年10月20日 星期三`. */
export function dayName(day, { withYear = false } = {}) {
  const [year, month, date] = day.split("-").map(Number);
  const weekday = words.weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return `${withYear ? `${year}年` : ""}${month}月${date}日 ${weekday}`;
}

/** How a day is called above its messages. */
export function dayHeading(day) {
  const today = dayOf(now());
  const distance = daysBetween(day, today);
  if (distance === 0) return `${words.today} ${dayName(day)}`;
  if (distance === 1) return `${words.yesterday} ${dayName(day)}`;
  return dayName(day, { withYear: day.slice(0, 4) !== today.slice(0, 4) });
}
