// Messages that nobody wrote: somebody joined, a new title, a pin.

import { fullName } from "./avatar.js";
import { words } from "./words.js";

/** Whether two messages say that the same person brought people into the group: one line is enough for both. */
export function areOneInvitation(one, other) {
  const [by, otherBy] = [one, other].map((message) => (message.new_chat_members ? message.from.id : null));
  return by !== null && by === otherBy;
}

/** The line of service messages that belong together, or null for what somebody wrote. */
export function serviceLine(messages) {
  const [message] = messages;
  const by = message.from ? fullName(message.from) : "";
  if (message.new_chat_members) {
    return words.joined(messages.flatMap((one) => one.new_chat_members).map(fullName), by);
  }
  if (message.left_chat_member) return words.left(fullName(message.left_chat_member), by);
  if (message.group_chat_created || message.supergroup_chat_created) return words.groupMade(by);
  if (message.new_chat_title) return words.renamed(by, message.new_chat_title);
  if (message.pinned_message) return words.pinnedBy(by);
  if (message.migrate_from_chat_id || message.migrate_to_chat_id) return words.upgraded;
  return null;
}
