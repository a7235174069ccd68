// Waiting: how long before trying again, being woken from it, and no longer than that for an answer. 150 people who lose the same server must not come back in one instant.

/** The first try within a second, then ×1.7 up to 15 s, each ±50 %, for ever. */
export function delay(failures: number, random: () => number = Math.random): number {
  return failures === 0 ? random() * 1_000 : Math.min(15_000, 1_000 * 1.7 ** failures) * (0.5 + random());
}

/** A sleep that can be cut short. */
export class Pause {
  private wakes = new Set<() => void>();

  sleep(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.wakes.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.wakes.add(done);
    });
  }

  wake(): void {
    for (const done of [...this.wakes]) done();
  }
}

/** Fails when the answer has not come in time; what still comes later is dropped. */
export function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
