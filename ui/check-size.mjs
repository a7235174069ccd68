// Weighs what a participant downloads before the first note: the entry (with Join) and Participant with all they import, and every part of
// the agenda (one is shown at once; the others follow). Other screens and other languages come later, or never. Fails above the
// promise of experience.md.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const promise = 180 * 1024;
const first = ['index.html', 'src/participant/Participant.tsx'];
const dist = new URL('./dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const needed = new Set();
const need = key => {
  if (needed.has(key)) return;
  if (!manifest[key]) throw new Error(`${key} is not in the build's manifest`);
  needed.add(key);
  for (const next of manifest[key].imports ?? []) need(next);
};
first.forEach(need);
// Not the dialogs that it opens when somebody asks for them.
(manifest['src/participant/Participant.tsx'].dynamicImports ?? []).filter(key => key.startsWith('src/phases/')).forEach(need);

const weigh = file => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const kilobytes = bytes => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
let total = 0;
for (const [key, { file }] of Object.entries(manifest)) {
  if (!file.endsWith('.js')) continue;
  const size = weigh(file);
  if (needed.has(key)) total += size;
  console.log(`${kilobytes(size)}  ${needed.has(key) ? 'first' : 'later'}  ${file}`);
}
console.log(`${kilobytes(total)}  first load, gzip (at most ${promise / 1024} KB)`);
if (total > promise) {
  console.error('The first load is too heavy: load something of it later.');
  process.exit(1);
}
