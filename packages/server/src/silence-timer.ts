/** Waits for silence where signs of life come by the thousand: none of them moves a timer, which looks at the last when it is due. */
export class SilenceTimer {
  /** When the last sign of life came: milliseconds, monotonic. */
  heardAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Calls `onSilence` once `ms` have gone by since now and since the last sign of life. What was waited for before is not any more. */
  start(ms: number, onSilence: () => void): void {
    this.heardAt = performance.now();
    const wait = (left: number) => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const more = this.heardAt + ms - performance.now();
        if (more > 0) wait(Math.ceil(more));
        else onSilence();
      }, left);
    };
    wait(ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
