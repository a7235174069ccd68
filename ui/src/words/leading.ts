// The Swedish words of the lead view, Mina dialoger, the big screen and the result: a third of all there are, and nothing a participant waits
// for. Each of those screens imports this file before anything is drawn. Tests have them all (vite.config.ts).
import { alsoSwedish } from './index';
import { leading } from './sv/leading';

alsoSwedish(leading);
