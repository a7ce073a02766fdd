const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** Waits that double from one second to fifteen, spread by a quarter so that pages do not return all at once. */
export class Backoff {
  private readonly random: () => number;
  private tries = 0;

  constructor(random: () => number = Math.random) {
    this.random = random;
  }

  /** ms until the next try. */
  next(): number {
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.tries);
    this.tries++;
    return Math.round(wait * (0.75 + this.random() / 4));
  }

  reset(): void {
    this.tries = 0;
  }
}
