// Once a frame, and never more than half of the time: what comes in between is told together. On a slow device, or in a room of 150
// who all write, drawing would otherwise leave no time for the person's own keys. A page that is not seen has no frames: there ten times a second.
const unseen = 100, longestRest = 160;

export function soon(tell: () => void): { ask(): void; done(): void } {
  let frame = 0, timer: ReturnType<typeof setTimeout> | undefined, asked = false, rest = 0, told = 0;
  const done = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    asked = false;
  };
  const now = () => {
    done();
    const began = performance.now();
    tell();
    // Asked for in the frame, this comes after it: what drawing costs is mostly style, layout and paint, after all script.
    setTimeout(() => { told = performance.now(); rest = Math.min(longestRest, told - began); });
  };
  const next = () => {
    frame = requestAnimationFrame(now);
    timer = setTimeout(now, unseen);
  };
  const ask = () => {
    if (asked) return;
    asked = true;
    const wait = rest - (performance.now() - told);
    if (wait > 4) timer = setTimeout(next, wait);
    else next();
  };
  return { ask, done };
}
