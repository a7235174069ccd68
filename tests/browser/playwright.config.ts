// Several people at once in Debian's Chromium against real servers that each test file starts itself (server.ts).
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const stores = process.env.WORKSHOP_TESTS_ON ? `-${process.env.WORKSHOP_TESTS_ON}` : '';
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  testDir: '.',
  timeout: 180_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: `../../artifacts/browser${stores}.json` }]],
  outputDir: `../../artifacts/browser${stores}`,
  // The one that takes two minutes by its nature begins first, and the rest goes on beside it.
  projects: [{ name: 'offline', testMatch: 'offline.spec.ts' }, { name: 'axe', testMatch: 'axe.spec.ts' }, { name: 'rest', testIgnore: ['offline.spec.ts', 'axe.spec.ts'] }],
  use: {
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    // Recording takes an eighth of the time, and what a failure needs is mostly its message: TRACE=1 records.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
