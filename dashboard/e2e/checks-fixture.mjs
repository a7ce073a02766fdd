// What needs a server that fails, lags or is empty on demand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PHONE } from './browser.mjs';
import { assert, drawn, framesOf, newestValue, until } from './page-object.mjs';

/** gzip bytes that the fleet needs to be drawn. */
const FIRST_LOAD_BYTES = 40 * 1024;

export async function fixtureChecks({ base, browser, report, out, fixture, root }) {
  /** A check that leaves the fixture as it was, also where it fails. */
  const check = (name, run) =>
    report.check(name, async () => {
      try {
        await run();
      } finally {
        browser.breaking = false;
        fixture.restore();
      }
    });
  const serverPage = new URL('?server=web-1&metric=node_cpu_seconds_total', base).href;

  await check(
    'an empty fleet tells how to send the first sample, and fills by itself',
    async () => {
      fixture.fleet.empty = true;
      const page = await browser.page();
      await page.goto(base);
      await page.getByTestId('empty').waitFor();
      const command = await page.locator('.command code').innerText();
      assert(command.includes('curl') && command.includes('/v1/stream'), command);
      await page.screenshot({ path: join(out, 'empty.png') });
      fixture.fleet.empty = false;
      await page.locator('.fleet-table').waitFor();
      await page.context().close();
    },
  );

  await check('a lost connection is said, counted down and taken up again by itself', async () => {
    const page = await browser.page();
    await page.goto(serverPage);
    await until('nothing is drawn', async () => (await drawn(page, 'live-panel')).pixels > 0);
    browser.breaking = true;
    fixture.down = true;
    fixture.cut();
    await page.getByTestId('disconnected').waitFor();
    const phase = () => page.getByTestId('connection').getAttribute('data-phase');
    assert((await phase()) === 'reconnecting', `the connection is ${await phase()}`);
    assert((await drawn(page, 'live-panel')).pixels > 0, 'the last picture is gone');
    await page.screenshot({ path: join(out, 'disconnected.png') });
    const before = await newestValue(page);
    fixture.down = false;
    await until('it did not come back', async () => (await phase()) === 'live', 40_000);
    browser.breaking = false;
    await until('no newer value', async () => (await newestValue(page)) > before);
    assert((await page.getByTestId('disconnected').count()) === 0, 'the banner stayed');
    await page.context().close();
  });

  await check('a hundred series move, and the page stays smooth', async () => {
    fixture.fleet.crowded = true;
    const page = await browser.page();
    await page.goto(new URL('?server=web-1&metric=container_cpu_usage', base).href);
    await until('nothing is drawn', async () => (await drawn(page, 'live-panel')).pixels > 20);
    const listed = page.locator('[data-testid="live-panel"] .series-list [title]');
    assert((await listed.count()) === 100, `${await listed.count()} series are listed`);
    const muted = await listed.locator('.swatch-others').count();
    assert(muted === 92, `${muted} of the lines have no colour of their own`);
    const print = (await drawn(page, 'live-panel')).print;
    await until('it stands', async () => (await drawn(page, 'live-panel')).print !== print);
    // What else this machine does makes frames late; the page itself leaves room for all of them.
    await until('no half second with nearly all of its frames', async () => {
      const gaps = await framesOf(page, 500);
      return gaps.length >= 27;
    });
    await page.screenshot({ path: join(out, 'hundred-series.png') });
    await page.context().close();
  });

  await check('"Try now" does not wait', async () => {
    const page = await browser.page();
    await page.goto(base);
    await page.locator('.fleet-table').waitFor();
    browser.breaking = true;
    fixture.down = true;
    await page.getByTestId('disconnected').waitFor();
    await until(
      'no long wait',
      async () =>
        /[4-9]|1\d/.test(/try in (\d+)/.exec(await page.locator('.banner').innerText())?.[1] ?? ''),
      40_000,
    );
    fixture.down = false;
    await page.getByRole('button', { name: 'Try now' }).click();
    await until(
      'it waited',
      async () => (await page.getByTestId('disconnected').count()) === 0,
      2_000,
    );
    browser.breaking = false;
    await page.context().close();
  });

  await check(
    'a stream that breaks is resumed from its position, or reset where that is too old',
    async () => {
      const page = await browser.page();
      await page.goto(serverPage);
      await until('no value', () => newestValue(page));
      fixture.subscriptions.length = 0;
      browser.breaking = true;
      fixture.cut();
      await until('it was not resumed', () => fixture.subscriptions.includes('resumed'));
      fixture.oldest = Number.MAX_SAFE_INTEGER;
      fixture.cut();
      await until('it was not reset', () => fixture.subscriptions.includes('reset'));
      browser.breaking = false;
      const before = await newestValue(page);
      await until('no newer value', async () => (await newestValue(page)) > before);
      fixture.oldest = 0;
      await page.context().close();
    },
  );

  await check('a page that was never connected says so, and gets there', async () => {
    const page = await browser.page();
    browser.breaking = true;
    fixture.down = true;
    await page.goto(base);
    const banner = page.getByTestId('disconnected');
    await banner.waitFor();
    assert((await banner.innerText()).startsWith('Disconnected'), await banner.innerText());
    fixture.down = false;
    await banner.getByRole('button').click();
    await until('it stayed', async () => (await banner.count()) === 0);
    await page.locator('[data-server]').first().waitFor();
    browser.breaking = false;
    await page.context().close();
  });

  await check('a pipeline that is behind is called incomplete', async () => {
    const page = await browser.page();
    fixture.fleet.lag = 20 * 60_000;
    await page.goto(serverPage);
    await page.getByTestId('incomplete').waitFor();
    assert(
      (await page.getByTestId('incomplete').innerText()).includes('20'),
      'it does not say by how much',
    );
    await page.screenshot({ path: join(out, 'incomplete.png'), fullPage: true });
    fixture.fleet.lag = 2_000;
    await page.context().close();
  });

  await check('a server that fell silent says so and keeps its history', async () => {
    const page = await browser.page();
    await page.goto(new URL('?server=db-2&metric=node_load1', base).href);
    await page.getByTestId('stale-note').waitFor();
    await until('no history', async () => (await drawn(page, 'history-panel')).pixels > 100);
    await page.screenshot({ path: join(out, 'stale.png'), fullPage: true });
    await page.context().close();
  });

  await check('a server that is not known is no blank page', async () => {
    const page = await browser.page();
    browser.breaking = true;
    await page.goto(new URL('?server=nobody', base).href);
    await page.getByTestId('unknown-server').waitFor();
    await page.context().close();
  });

  await check('one of several series can be seen alone, and passed on', async () => {
    const page = await browser.page();
    await page.goto(serverPage);
    await page.locator('.series-list button', { hasText: 'iowait' }).click();
    await until('the address does not name it', () =>
      new URL(page.url()).searchParams.has('series'),
    );
    await page.getByTestId('now').waitFor();
    await until('no history', async () => (await drawn(page, 'history-panel')).pixels > 100);
    await page.screenshot({ path: join(out, 'series.png'), fullPage: true });
    await page.context().close();
  });

  await check('filters narrow the fleet and are in the address', async () => {
    const page = await browser.page({ viewport: PHONE });
    await page.goto(base);
    await page.getByRole('searchbox').fill('kafka seoul');
    await until('not three', async () => (await page.locator('tbody tr').count()) === 3);
    assert(page.url().includes('q=kafka'), page.url());
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Stale' }).click();
    await until('not two', async () => (await page.locator('tbody tr').count()) === 2);
    await page.context().close();
  });

  await check('the table sorts, and says how', async () => {
    const page = await browser.page();
    await page.goto(base);
    await page.getByRole('button', { name: 'CPU' }).click();
    await page.locator('th.col-cpu[aria-sort="descending"]').waitFor();
    const shares = (await page.locator('td.col-cpu .figure-value').allInnerTexts()).map(
      Number.parseFloat,
    );
    assert(
      shares.every((share, row) => row === 0 || share <= (shares[row - 1] ?? 0) + 1),
      `not sorted: ${shares}`,
    );
    await page.context().close();
  });

  await check('the first load is small', () => {
    const statics = join(root, 'target/classes/static');
    const index = readFileSync(join(statics, 'index.html'), 'utf8');
    const files = [...index.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
    const bytes = ['index.html', ...files]
      .map((file) => gzipSync(readFileSync(join(statics, file))).length)
      .reduce((sum, size) => sum + size, 0);
    console.log(`     ${files.length + 1} files, ${(bytes / 1024).toFixed(1)} KiB gzip`);
    assert(bytes <= FIRST_LOAD_BYTES, `${bytes} bytes, the budget is ${FIRST_LOAD_BYTES}`);
  });
}
