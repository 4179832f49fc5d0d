// Addresses that open this bot: https://t.me/NAME?start=PAYLOAD, tg://resolve?domain=NAME&start=PAYLOAD.

/** `{payload}` of an address of this bot, `{group: true}` for one that adds it to a group, else null. */
export function deepLink(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const isShort = /^(www\.)?(t|telegram)\.me$/.test(url.hostname);
  const name = isShort ? url.pathname.slice(1) : url.protocol === "tg:" ? url.searchParams.get("domain") : null;
  if (name?.toLowerCase() !== username.toLowerCase()) return null;
  if (url.searchParams.has("startgroup")) return { group: true };
  return { payload: url.searchParams.get("start") ?? "" };
}
