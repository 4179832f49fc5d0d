// What happens in the little Telegram, event by event; survives a lost connection.

const RETRY_MILLISECONDS = 1000;

/**
 * Listens from an event's number on. `onEvent` gets each event, `onLost` is told once when the connection
 * breaks, `onBack` once when it stands again: what was missed is then the listener's to fetch, and if that
 * fails the connection is tried again.
 */
export function listen(after, { onEvent, onLost, onBack }) {
  let source;
  let isLost = false;

  function open() {
    source = new EventSource(`/people/events?after=${after}`);
    source.onopen = () => isLost && resume();
    source.onmessage = (message) => {
      after = Number(message.lastEventId);
      onEvent(JSON.parse(message.data));
    };
    // the browser's own retries start over with an old address and give up after some answers
    source.onerror = () => {
      if (!isLost) onLost();
      isLost = true;
      tryAgain();
    };
  }

  async function resume() {
    try {
      await onBack();
      isLost = false;
    } catch {
      tryAgain();
    }
  }

  function tryAgain() {
    source.close();
    setTimeout(open, RETRY_MILLISECONDS);
  }

  open();
  return { close: () => source.close() };
}
