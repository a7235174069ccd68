// Several people at once in Debian's Chromium against real servers that each test file starts itself (server.ts).
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  testDir: '.',
  timeout: 180_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: process.env.WORKSHOP_TESTS_ON ? `../../artifacts/browser-${process.env.WORKSHOP_TESTS_ON}.json` : '../../artifacts/browser.json' }]],
  outputDir: '../../artifacts/browser',
  // The one that takes two minutes by its nature begins first, and the rest goes on beside it.
  projects: [{ name: 'offline', testMatch: 'offline.spec.ts' }, { name: 'all', testIgnore: 'offline.spec.ts' }],
  use: {
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
});
