import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // From its sources: the page and the package are built from the same.
    alias: {
      '@tidegauge/client': fileURLToPath(new URL('./client/src/index.ts', import.meta.url)),
    },
  },
  // Relative addresses, so that the page also works under a path prefix.
  base: './',
  build: {
    outDir: 'target/classes/static',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: true,
    // Not needed by browsers that load ES modules, and it would be an inline script.
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': process.env.TIDEGAUGE_API ?? 'http://127.0.0.1:8080' },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', 'junit'],
    outputFile: { junit: 'target/surefire-reports/TEST-dashboard.xml' },
  },
});
