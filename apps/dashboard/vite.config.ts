import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** While working on the dashboard: `npm run dev -w apps/dashboard`, with the service running beside it. */
const SERVICE = 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The policy of the page allows files only: nothing may be inlined into it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    manifest: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/start.json', '/sign-in', '/idmobile', '/docs', '/favicon.svg'].map((path) => [
        path,
        SERVICE,
      ]),
    ),
  },
});
