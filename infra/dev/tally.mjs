// Sums what the suites wrote (trx, vitest's and Playwright's JSON) and says it in one line. Fails when something failed, when a step
// broke (its name is an argument), when a suite ran nothing, or when a test was skipped without saying why.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...broken] = process.argv.slice(2);
const suites = [];
const decode = text => text.replace(/&(lt|gt|quot|apos|amp|#x[0-9a-f]+|#\d+);/gi, (_, name) =>
  ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name.toLowerCase()] ?? String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : +name.slice(1)));

// Why, in a line: the end of a long log is often all that is kept of a run.
const brief = text => text.replace(/\x1b\[[0-9;]*m/g, '').replace(/\s+/g, ' ').trim().slice(0, 200);

function trx(name, text) {
  const suite = { name, passed: 0, failed: [], skipped: [] };
  for (const [, attributes, rest] of text.matchAll(/<UnitTestResult ([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const test = decode(/testName="([^"]*)"/.exec(attributes)?.[1] ?? '?');
    const outcome = /outcome="([^"]*)"/.exec(attributes)?.[1];
    if (outcome === 'Passed') suite.passed++;
    else if (outcome === 'NotExecuted') suite.skipped.push({ test, why: decode(/<(?:Message|StdOut)>([\s\S]*?)<\//.exec(rest ?? '')?.[1] ?? '') });
    else suite.failed.push(`${test} – ${brief(decode(/<Message>([\s\S]*?)<\/Message>/.exec(rest ?? '')?.[1] ?? ''))}`);
  }
  return suite;
}

function vitest(name, json) {
  const suite = { name, passed: 0, failed: [], skipped: [] };
  for (const file of json.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) suite.failed.push(file.name);
    for (const one of file.assertionResults)
      if (one.status === 'passed') suite.passed++;
      else if (one.status === 'failed') suite.failed.push(`${one.fullName} – ${brief(one.failureMessages?.[0] ?? '')}`);
      else suite.skipped.push({ test: one.fullName, why: one.meta?.why ?? '' });
  }
  return suite;
}

function playwright(name, json) {
  const suite = { name, passed: 0, failed: [], skipped: [], inconclusive: [] };
  const walk = (part, path) => {
    for (const spec of part.specs ?? [])
      for (const test of spec.tests) {
        const title = [...path, spec.title].join(' › ');
        // A promise of time on a machine too crowded to tell: neither kept nor broken.
        for (const one of test.annotations?.filter(one => one.type === 'inconclusive') ?? []) suite.inconclusive.push(`${title} – ${one.description}`);
        if (test.status === 'expected') suite.passed++;
        else if (test.status === 'skipped') suite.skipped.push({ test: title, why: test.annotations?.find(one => one.type === 'skip')?.description ?? '' });
        else suite.failed.push(`${title} – ${brief(test.results?.find(one => one.error)?.error.message ?? '')}`);
      }
    for (const inner of part.suites ?? []) walk(inner, [...path, inner.title]);
  };
  walk(json, []);
  for (const error of json.errors ?? []) suite.failed.push(error.message?.split('\n')[0] ?? 'error');
  return suite;
}

for (const file of readdirSync(folder, { withFileTypes: true }).filter(one => one.isFile()).map(one => one.name).sort()) { // beside them lie folders of the hang watcher
  const text = readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.trx')) suites.push(trx((/^(orleans|azure)/.exec(file)?.[1] ?? '').replace(/.+/, '$& ') + (/<UnitTest [^>]*storage="[^"]*?([^"/\\]+)\.dll"/i.exec(text)?.[1] ?? file), text));
  else if (file === 'vitest.json') suites.push(vitest('client', JSON.parse(text)));
  else if (file.startsWith('browser')) suites.push(playwright(file.slice(0, -'.json'.length), JSON.parse(text)));
}

// What the hang watcher ended: the tests it saw begin and not end.
for (const file of readdirSync(folder, { recursive: true }).filter(one => /Sequence_\w+\.xml$/.test(one)))
  for (const [tag] of readFileSync(join(folder, file), 'utf8').matchAll(/<Test [^>]*Completed="False"[^>]*>/g))
    broken.push(`did not end: ${decode(/DisplayName="([^"]*)"/.exec(tag)?.[1] ?? tag)}`);

const sum = key => suites.reduce((all, suite) => all + (key === 'passed' ? suite.passed : suite[key]?.length ?? 0), 0);
console.log('');
for (const suite of suites) console.log(`${suite.name.padEnd(28)} ${suite.passed} passed, ${suite.failed.length} failed${suite.skipped.length ? `, ${suite.skipped.length} skipped` : ''}`);
for (const suite of suites) {
  for (const test of suite.failed) console.log(`FAILED ${suite.name}: ${test}`);
  for (const test of suite.inconclusive ?? []) console.log(`inconclusive ${suite.name}: ${test}`);
  for (const { test, why } of suite.skipped) console.log(`skipped ${suite.name}: ${test} – ${why || 'WITHOUT SAYING WHY'}`);
}
if (existsSync(join(folder, 'skipped.txt'))) for (const line of readFileSync(join(folder, 'skipped.txt'), 'utf8').trim().split('\n')) console.log(`skipped ${line}`);
for (const step of broken) console.log(`BROKEN step: ${step}`);

const mute = suites.flatMap(suite => suite.skipped).filter(one => !one.why.trim()).length;
const failed = sum('failed') + mute;
// A step that broke before its tests ran is a failure that no suite counted.
const uncounted = sum('failed') === 0 ? broken.length : 0;
const skipped = sum('skipped') - mute;
if (sum('inconclusive')) console.log(`${sum('inconclusive')} promises of time inconclusive: the machine was too crowded`);
console.log(`${sum('passed')} passed, ${failed + uncounted} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed + uncounted + broken.length === 0 && sum('passed') > 0 ? 0 : 1);
