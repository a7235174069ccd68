// Once a frame, and never more than half of the time: what comes in between is told together. On a slow device, or in a room of 150
// who all write, drawing would otherwise leave no time for the person's own keys; there a tenth of a second lies between, for what
// comes in it is drawn at the price of one. While these come and much else does, on a device where drawing it is slow
// (the promise to hands is 200 ms), others' changes take a fifth of the time at most and
// stay out of the frame that answers a hand, but wait for two seconds at most. A page that is not seen has no frames: there ten times a second.
const unseen = 100, longestRest = 160, restInCrowd = 100, slow = 80, tooSlow = 150, longestWhileSlow = 2_000, handsRest = 700, answered = 60, much = 3;

let pressed = -Infinity, strained = false;
/** Hands are at work, much comes, and drawing it is slow here. */
export const isStrained = () => strained && performance.now() - pressed < handsRest;
for (const type of ['keydown', 'pointerdown', 'pointermove']) globalThis.addEventListener?.(type, () => { pressed = performance.now(); }, { capture: true, passive: true });

export function soon(tell: () => void): { ask(): void; done(): void } {
  let frame = 0, timer: ReturnType<typeof setTimeout> | undefined, asked = false, asks = 0, crowded = false, cost = 0, told = -Infinity;
  const done = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    asked = false;
    asks = 0;
  };
  const giveWay = (at: number) => crowded && cost > slow && at - told < longestWhileSlow;
  const now = () => {
    const at = performance.now();
    crowded = asks >= much;
    // The frame that answers a hand draws nothing else.
    if (giveWay(at) && at - pressed < answered) {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      timer = setTimeout(next, answered);
      return;
    }
    done();
    const began = performance.now();
    tell();
    // Asked for in the frame, this comes after it: what drawing costs is mostly style, layout and paint, after all script.
    setTimeout(() => { told = performance.now(); cost = told - began; strained = crowded && cost > tooSlow; });
  };
  const next = () => {
    frame = requestAnimationFrame(now);
    timer = setTimeout(now, unseen);
  };
  const ask = () => {
    asks++;
    if (asked) return;
    asked = true;
    const at = performance.now(), rest = giveWay(at) && at - pressed < handsRest ? Math.min(longestWhileSlow, 4 * cost) : Math.min(longestRest, Math.max(crowded ? restInCrowd : 0, cost));
    const wait = rest - (at - told);
    if (wait > 4) timer = setTimeout(next, wait);
    else next();
  };
  return { ask, done };
}
