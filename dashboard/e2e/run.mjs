// The page in a real browser. Without --base the built page is served by the fixture server; with it, any
// running Tidegauge is looked at: npm run e2e -- --base http://127.0.0.1:8080 [--server ID --metric NAME]
// --subscribers N: the most that it serves (tidegauge.query.live.subscribers), for looking at an overload.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { digest } from '../scripts/digest.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: {
    base: { type: 'string', default: process.env.TIDEGAUGE_BASE },
    server: { type: 'string' },
    metric: { type: 'string' },
    subscribers: { type: 'string' },
    out: { type: 'string', default: join(root, 'target/screenshots') },
    skip: { type: 'string' },
    'if-changed': { type: 'boolean', default: false },
  },
});
if (options.skip === 'true') {
  console.log('dashboard: browser tests skipped, as asked for');
  process.exit(0);
}

const { Browser, findChromium } = await import('./browser.mjs');
const executable = findChromium();
if (!executable) {
  console.log(
    'dashboard: browser tests SKIPPED: no Chromium found. Install the package chromium, or name one in CHROMIUM.',
  );
  process.exit(0);
}

const stamp = join(root, 'target/browser-tests.stamp');
const subject = digest('target/classes/static', 'e2e', 'package-lock.json');
if (options['if-changed'] && existsSync(stamp)) {
  const [of, summary] = readFileSync(stamp, 'utf8').split('\n');
  if (of === subject) {
    console.log(`dashboard: browser tests: page and tests unchanged since: ${summary}`);
    process.exit(0);
  }
}

const { Report } = await import('./report.mjs');
const { commonChecks } = await import('./checks-common.mjs');
const { fixtureChecks } = await import('./checks-fixture.mjs');
const { exploreChecks } = await import('./checks-explore.mjs');
const { tailAndStatusChecks } = await import('./checks-tail.mjs');
const { pagesFixtureChecks } = await import('./checks-pages-fixture.mjs');
const { eventSourceChecks } = await import('./checks-event-source.mjs');
const { healthChecks } = await import('./checks-health.mjs');
const { FixtureServer } = await import('./fixture/server.mjs');

mkdirSync(options.out, { recursive: true });
const fixture = options.base ? undefined : new FixtureServer(join(root, 'target/classes/static'));
const base = options.base ?? (await fixture.start());
console.log(`dashboard: browser tests against ${fixture ? 'the fixture server' : base}`);
const browser = await Browser.launch(executable, base);
const report = new Report();
const context = { base, browser, report, out: options.out, wanted: options, fixture, root };
try {
  await commonChecks(context);
  await exploreChecks(context);
  await tailAndStatusChecks(context);
  if (!fixture) await eventSourceChecks(context);
  if (fixture) await fixtureChecks(context);
  if (fixture) await pagesFixtureChecks(context);
  if (fixture) await healthChecks(context);
  await report.check('no error was written to the console', () => {
    if (browser.errors.length > 0) throw new Error(browser.errors.join('\n'));
  });
  await report.check('nothing was asked of anyone else', () => {
    if (browser.foreign.length > 0) throw new Error(browser.foreign.join('\n'));
  });
} finally {
  await browser.close();
  await fixture?.stop();
}
report.write(
  join(root, `target/failsafe-reports/TEST-dashboard-browser${fixture ? '' : '-product'}.xml`),
);
console.log(report.summary());
if (fixture && report.failed === 0) writeFileSync(stamp, `${subject}\n${report.summary()}\n`);
process.exit(report.failed > 0 ? 1 : 0);
