// What the explorer, the tail and the status say where something is wrong: needs a server that fails on demand.
import { join } from 'node:path';
import { Problem } from './fixture/problem.mjs';
import { assert, drawn, until } from './page-object.mjs';

export async function pagesFixtureChecks({ base, browser, report, out, fixture }) {
  /** A check with a page of its own that leaves the fixture as it was, also where it fails. */
  const check = (name, run) =>
    report.check(name, async () => {
      const page = await browser.page();
      try {
        await run(page);
      } finally {
        browser.breaking = false;
        fixture.restore();
        await page.context().close();
      }
    });
  const explore = (search = '') => new URL(`?view=explore&metric=node_load1${search}`, base).href;
  const isDrawn = async (page) => (await drawn(page, 'explore-panel')).pixels > 20;

  await check('explorer and tail without samples tell how to send the first', async (page) => {
    fixture.fleet.empty = true;
    for (const view of ['explore', 'tail']) {
      await page.goto(new URL(`?view=${view}`, base).href);
      await page.getByTestId('empty').waitFor();
    }
    fixture.fleet.empty = false;
  });

  await check("a problem document's detail is readable", async (page) => {
    browser.breaking = true;
    fixture.refusal = new Problem(422, 'add match=label:value', 'answer-too-large');
    await page.goto(explore());
    const text = await page.getByTestId('problem').innerText();
    assert(text.includes('would be too large') && text.includes('add match=label:value'), text);
    await page.screenshot({ path: join(out, 'explore-problem.png') });
    fixture.refusal = undefined;
    await until('it does not recover by itself', () => isDrawn(page));
  });

  await check(
    'an answer that is cut off is called that, and the last whole one stays',
    async (page) => {
      await page.goto(explore());
      await until('nothing is drawn', () => isDrawn(page));
      browser.breaking = true;
      fixture.cuts = true;
      await page.getByTestId('not-refreshed').waitFor();
      const text = await page.getByTestId('not-refreshed').innerText();
      assert(text.includes('cut off'), text);
      assert(await isDrawn(page), 'the last answer is gone');
    },
  );

  await check('an answer behind its watermark is called incomplete', async (page) => {
    fixture.fleet.lag = 20 * 60_000;
    await page.goto(explore());
    await page.getByTestId('incomplete').waitFor();
    await page.goto(explore('&from=2026-01-01T00:00:00Z&to=2026-01-01T06:00:00Z'));
    await page.getByTestId('nothing').waitFor();
    assert((await page.getByTestId('nothing').innerText()).includes('newest sample'), 'no way out');
    await page.getByRole('button', { name: 'Show that time' }).click();
    await until('nothing is drawn', () => isDrawn(page));
  });

  await check('a server that fell silent is said to be quiet', async (page) => {
    await page.goto(explore('&match=host:db-2&range=6h&window=5m'));
    fixture.fleet.lag = 0;
    await until('nothing is drawn', () => isDrawn(page));
    await page.goto(explore('&match=host:staging-1&range=7d&window=15m'));
    await page.getByTestId('quiet').waitFor();
    await page.screenshot({ path: join(out, 'explore-quiet.png'), fullPage: true });
  });

  await check('filters in which nothing fits can be taken away', async (page) => {
    await page.goto(explore('&match=host:nobody'));
    await page.getByTestId('nothing').waitFor();
    await page.getByRole('button', { name: 'Remove the filters' }).click();
    await until('nothing is drawn', () => isDrawn(page));
    await page.getByLabel('Label').fill('host');
    await page.getByLabel('Value').fill('web-1');
    await page.keyboard.press('Enter');
    await until(
      'not one series',
      async () => (await page.locator('.series-table tbody tr').count()) === 1,
    );
    assert(page.url().includes('match=host%3Aweb-1'), page.url());
  });

  await check('a range of too many windows offers a longer window', async (page) => {
    await page.goto(explore('&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z'));
    await page.getByTestId('too-many').getByRole('button').click();
    await until('the window stays', () => page.url().includes('window=1h'));
  });

  await check('dragging over the chart looks closer', async (page) => {
    await page.goto(explore('&range=6h'));
    await until('nothing is drawn', () => isDrawn(page));
    const box = await page.locator('.chart-explore .u-over').boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
    await page.mouse.up();
    const { searchParams } = await until('no times in the address', () => {
      const url = new URL(page.url());
      return url.searchParams.has('from') ? url : undefined;
    });
    const hours =
      (Date.parse(searchParams.get('to')) - Date.parse(searchParams.get('from'))) / 3.6e6;
    assert(hours > 1 && hours < 1.6, `${hours} hours`);
    await until('nothing is drawn', () => isDrawn(page));
  });

  await check('two times can be typed in', async (page) => {
    await page.goto(explore());
    await page.locator('.span summary').click();
    await page.getByLabel('From', { exact: true }).fill('2026-11-20T10:00');
    await page.getByLabel('To', { exact: true }).fill('2026-11-20T09:00');
    await page.getByText('The end has to be after the start.').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2026-11-20T16:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await until('not in the address', () => page.url().includes('from=2026-11-20T01%3A00'));
  });

  await check('the tail says when it is cut off, back, and reset', async (page) => {
    await page.goto(new URL('?view=tail&metric=node_load1', base).href);
    await page.locator('.tail-line').first().waitFor();
    browser.breaking = true;
    fixture.oldest = Number.MAX_SAFE_INTEGER;
    fixture.cut();
    for (const event of ['lost', 'reset', 'resumed']) {
      await page.locator(`.tail-event.tail-${event}`).first().waitFor();
    }
    await page.screenshot({ path: join(out, 'tail-reset.png') });
  });

  await check('a tail that is refused says why', async (page) => {
    browser.breaking = true;
    fixture.mostSeries = 10;
    await page.goto(new URL('?view=tail', base).href);
    await page.getByText('add metric, server or match').waitFor();
    fixture.mostSeries = 10_000;
    await page.locator('.tail-line').first().waitFor();
    await until(
      'it still says so',
      async () => (await page.getByText('add metric, server or match').count()) === 0,
    );
  });

  await check('a tail that is too slow, or not served now, says so', async (page) => {
    fixture.frameLag = 3;
    await page.goto(new URL('?view=tail&metric=node_load1', base).href);
    await page.getByText('This page does not keep up').waitFor();
    fixture.frameLag = undefined;
    await until(
      'it still says so',
      async () => (await page.getByText('This page does not keep up').count()) === 0,
    );
    browser.breaking = true;
    fixture.overloaded = true;
    fixture.cut();
    await page.getByText('too many subscribers').waitFor();
    const phase = () => page.getByTestId('connection').getAttribute('data-phase');
    await until('it is called live', async () => (await phase()) === 'reconnecting');
    fixture.overloaded = false;
    await until('it does not go on', async () => (await phase()) === 'live');
  });

  await check('a pipeline that is behind or degraded says why', async (page) => {
    fixture.fleet.broken = 'clickhouse';
    fixture.fleet.lag = 20 * 60_000;
    await page.goto(new URL('?view=status', base).href);
    await page.getByText('clickhouse does not answer').waitFor();
    assert((await page.getByTestId('stores').innerText()).includes('down'), 'no store is down');
    await page.screenshot({ path: join(out, 'status-degraded.png'), fullPage: true });
    await page.getByTestId('language').click();
    await page.getByText('clickhouse 응답 없음').waitFor();
    await page.getByText('레코드 48,211개').waitFor();
    await page.screenshot({ path: join(out, 'status-degraded-ko.png'), fullPage: true });
    await page.getByTestId('language').click();
    fixture.fleet.broken = undefined;
    await until('it is not behind', async () =>
      (await page.getByTestId('state').innerText()).includes('Behind'),
    );
  });

  await check('a status that cannot be had says so and keeps the last', async (page) => {
    await page.goto(new URL('?view=status', base).href);
    await page.getByTestId('state').waitFor();
    browser.breaking = true;
    fixture.down = true;
    await page.getByTestId('not-refreshed').waitFor();
    assert((await page.getByTestId('consumers').count()) === 1, 'the last figures are gone');
  });
}
