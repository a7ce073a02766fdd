import { defineConfig } from 'vitest/config';

export default defineConfig({
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
