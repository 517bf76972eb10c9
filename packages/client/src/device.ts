/** Notices what breaks connections without a word: a device that slept, a network that changed. */

const LOOK_EVERY_MS = 1000;
// Timers that are so late were not late: the device slept, or its page was frozen. Hidden pages are woken once a minute.
const SLEPT_MS = 20_000;

/** What the network information of some browsers holds; `type` is `wifi`, `cellular` and so on, where it is told. */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

export interface DeviceWatch {
  /** Looks now, instead of with the next tick. */
  look(): void;
  stop(): void;
}

/** Calls `onChange` after a sleep, with when it began, and after a change of networks, with now (both by the wall clock, in ms). */
export function watchDevice(onChange: (since: number) => void): DeviceWatch {
  let last = Date.now();
  const look = () => {
    const since = last;
    last = Date.now();
    if (last - since > SLEPT_MS) onChange(since);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  const onNetwork = () => onChange(Date.now());
  const unwatch = watchConnection(onNetwork);
  globalThis.addEventListener?.('online', onNetwork);
  return {
    look,
    stop: () => {
      clearInterval(timer);
      globalThis.removeEventListener?.('online', onNetwork);
      unwatch();
    },
  };
}

/** Calls back when the device moves from one kind of network to another; its speed changes all the time and breaks nothing. */
function watchConnection(onMove: () => void): () => void {
  // Not in TypeScript's library, as only some browsers have it.
  const network = (globalThis.navigator as { connection?: NetworkInformation } | undefined)?.connection;
  let type = network?.type;
  const onChange = () => {
    if (network?.type === type) return;
    type = network?.type;
    onMove();
  };
  network?.addEventListener?.('change', onChange);
  return () => network?.removeEventListener?.('change', onChange);
}
