// How the client is built, served while developing, and tested. The server is a separate process.
import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.SAMSKAPA_SERVER ?? 'http://127.0.0.1:5080';
const target = /^\d+$/.test(server) ? `http://127.0.0.1:${server}` : server;

/** Tells the service worker which files this build is made of; its own bytes differ when they do, and so browsers notice a new build. */
const filesForTheWorker: Plugin = {
  name: 'files-for-the-worker',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('the service worker is not in the build');
      const files = Object.keys(bundle).filter(file => /^assets\/.*\.(js|css)$/.test(file)).sort().map(file => `/${file}`);
      const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 12);
      worker.code = worker.code.replace('__FILES__', JSON.stringify(['/', '/favicon.svg', '/start.js', ...files])).replace('__BUILD__', JSON.stringify(build));
    },
  },
};

export default defineConfig({
  plugins: [react(), filesForTheWorker],
  build: {
    outDir: 'dist',
    manifest: true, // check-size.mjs reads it
    assetsInlineLimit: 0, // no data: addresses, the content security policy has none
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/offline/worker.ts' },
      // At the root, or it could not keep the pages there; its name is always the same, or browsers would not find the next one.
      output: { entryFileNames: chunk => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    proxy: {
      '/api': { target },
      '/hub': { target, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/words/leading.ts', 'src/words/later.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 30_000, // five hundred notes on a crowded machine are slow, not wrong
  },
});
