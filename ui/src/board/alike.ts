// Notes that use the same words, gathered into heaps: what a theme could be. Counted here, on the device, over words and nothing else:
// no model, no service, and so no understanding either. It is a start for people to judge, never more.
import type { Note } from '../wire';

export interface Heap { title: string; notes: readonly Note[] }

const alike = 0.3, fewest = 2, mostHeaps = 12;

/** Words that say nothing of what a note is about. Swedish and English; others count as they are. */
const empty = new Set(('och att det som en ett är i på för med av till den de inte har vi jag man kan ska så om när var vad från eller men hur hos mer alla någon något sin sitt sina oss '
  + 'dem dig mig ni du han hon där här då nu bara efter under vid upp ut in bli blir vara skulle måste får få the and to of a in is it for on with that as are be we you they not have can who what when').split(' '));

/** A word without its ending, roughly: what matters is that *hemgång* and *hemgången* are one. */
const stem = (word: string) => (word.length > 6 ? word.slice(0, 6) : word.length > 4 ? word.slice(0, word.length - 1) : word);
const wordsOf = (text: string) => text.toLocaleLowerCase().match(/\p{L}{3,}/gu)?.filter(word => !empty.has(word)) ?? [];

export function heapsOf(notes: readonly Note[]): Heap[] {
  const texts = notes.map(note => wordsOf(note.text));
  const inNotes = new Map<string, number>();
  for (const words of texts) for (const one of new Set(words.map(stem))) inNotes.set(one, (inNotes.get(one) ?? 0) + 1);
  // A word that few use says more; one that nobody else uses says nothing of likeness.
  const weight = (one: string) => ((inNotes.get(one) ?? 0) < 2 ? 0 : Math.log(1 + notes.length / inNotes.get(one)!));
  const vectors = texts.map(words => {
    const vector = new Map<string, number>();
    for (const one of words.map(stem)) if (weight(one) > 0) vector.set(one, weight(one));
    const length = Math.hypot(...vector.values(), ...words.map(stem).filter(one => !vector.has(one)).map(() => 0.5)) || 1;
    for (const [one, value] of vector) vector.set(one, value / length);
    return vector;
  });
  const heaps: { centre: Map<string, number>; members: number[] }[] = [];
  // Those that say most begin the heaps.
  for (const i of [...vectors.keys()].sort((a, b) => vectors[b]!.size - vectors[a]!.size || a - b)) {
    let best: (typeof heaps)[number] | null = null, how = alike;
    for (const heap of heaps) {
      const likeness = dot(vectors[i]!, heap.centre) / Math.sqrt(heap.members.length);
      if (likeness >= how) { best = heap; how = likeness; }
    }
    if (!best) heaps.push({ centre: new Map(vectors[i]!), members: [i] });
    else {
      best.members.push(i);
      for (const [one, value] of vectors[i]!) best.centre.set(one, (best.centre.get(one) ?? 0) + value);
    }
  }
  return heaps.filter(heap => heap.members.length >= fewest && heap.centre.size > 0).sort((a, b) => b.members.length - a.members.length).slice(0, mostHeaps)
    .map(heap => ({ title: titleOf(heap.centre, heap.members.flatMap(i => texts[i]!)), notes: heap.members.sort((a, b) => a - b).map(i => notes[i]!) }));
}

function dot(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [one, value] of a) sum += value * (b.get(one) ?? 0);
  return sum;
}

/** The word that gathers most, in the shape most used. */
function titleOf(centre: ReadonlyMap<string, number>, words: readonly string[]): string {
  const [strongest] = [...centre].sort((a, b) => b[1] - a[1])[0]!;
  const shapes = new Map<string, number>();
  for (const word of words) if (stem(word) === strongest) shapes.set(word, (shapes.get(word) ?? 0) + 1);
  const word = [...shapes].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0] ?? strongest;
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
