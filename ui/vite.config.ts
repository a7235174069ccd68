// How the client is built, served while developing, and tested. The server is a separate process.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.SAMSKAPA_SERVER ?? 'http://127.0.0.1:5080';
const target = /^\d+$/.test(server) ? `http://127.0.0.1:${server}` : server;

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    manifest: true, // check-size.mjs reads it
    assetsInlineLimit: 0, // no data: addresses, the content security policy has none
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: {
    proxy: {
      '/api': { target },
      '/hub': { target, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
