// Pressed inline buttons that wait for the bot's answer; the answer may arrive before the press is confirmed.

const PATIENCE_MILLISECONDS = 15_000;

const waiting = new Map();
const early = new Map();

/** The answer `{text, show_alert, url}` to a press, null if none comes in time. */
export function answerTo(queryId) {
  if (early.has(queryId)) {
    const answer = early.get(queryId);
    early.delete(queryId);
    return Promise.resolve(answer);
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      waiting.delete(queryId);
      resolve(null);
    }, PATIENCE_MILLISECONDS);
    waiting.set(queryId, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** An event `callback_answer`. */
export function answered(event) {
  const resolve = waiting.get(event.callback_query_id);
  if (!resolve) {
    early.set(event.callback_query_id, event);
    return;
  }
  waiting.delete(event.callback_query_id);
  resolve(event);
}
