// States by rules, rules edited in words, and what people say of a server; the fixture says who is in trouble.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PHONE, WIDE } from './browser.mjs';
import { assert, seriousViolations, until } from './page-object.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function healthChecks({ base, browser, report, out, fixture }) {
  const check = (name, run) =>
    report.check(name, async () => {
      try {
        await run();
      } finally {
        browser.breaking = false;
        fixture.restore();
      }
    });
  const rulesPage = new URL('?view=rules', base).href;
  const serverPage = new URL('?server=web-3&metric=node_load1', base).href;

  await check('the fleet begins with the worst and counts each state', async () => {
    const page = await browser.page();
    await page.goto(base);
    await page.locator('tbody tr').first().waitFor();
    const names = await page.locator('tbody tr th a').allInnerTexts();
    assert(
      names.slice(0, 5).join(' ') === 'web-3 api-2 build-2 db-2 staging-1',
      `the order is ${names}`,
    );
    const buttons = await page.locator('.states button').allInnerTexts();
    assert(
      buttons.map((text) => text.replace(/\s+/g, ' ').trim()).join(', ') ===
        'All 14, Critical 1, Warning 1, Stale 2, Gone 1, Healthy 9',
      `the counts are ${buttons}`,
    );
    assert(
      (await page.locator('tr[data-server="web-3"] .reasons').innerText()) === 'cpu, disk',
      'the row does not say why',
    );
    await page.getByRole('button', { name: 'Warning' }).click();
    await until('not one', async () => (await page.locator('tbody tr').count()) === 1);
    assert(page.url().includes('state=warning'), page.url());
    await page.getByRole('searchbox').fill('canary');
    await page.getByRole('button', { name: 'All' }).click();
    await until(
      'not found by its tag',
      async () => (await page.locator('tbody tr').getAttribute('data-server')) === 'web-3',
    );
    await page.context().close();
  });

  await check('a server says what is wrong with it, and how it came to be', async () => {
    const page = await browser.page();
    await page.goto(serverPage);
    const findings = page.locator('[data-testid="findings"] li');
    await until('there are not two findings', async () => (await findings.count()) === 2);
    await until('the rule is not in words', async () =>
      (await findings.first().innerText()).includes('CPU busy is 98.5%, above 97%'),
    );
    const events = page.locator('[data-testid="events"] li');
    await until('there are not three events', async () => (await events.count()) === 3);
    const last = (await events.last().innerText()).replace(/\s+/g, ' ');
    assert(last.includes('Healthy') && last.includes('Stale'), last);
    await page.goto(new URL('?server=web-1&metric=node_load1', base).href);
    await until('it does not say that there is none', async () =>
      (await page.getByTestId('events').innerText()).includes('No change of state'),
    );
    await page.context().close();
  });

  await check('details keep what was typed when saving fails, and are saved', async () => {
    const page = await browser.page();
    await page.goto(serverPage);
    await page.getByRole('button', { name: 'Edit details' }).click();
    const form = page.getByTestId('details-form');
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await until('the focus is elsewhere', async () => (await focused()) === 'details-environment');
    await form.getByLabel('Owner').fill('night shift');
    await form.getByLabel('Tags').fill('canary, edge');
    browser.breaking = true;
    fixture.readOnly = true;
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').waitFor();
    assert(
      (await form.getByLabel('Owner').inputValue()) === 'night shift' &&
        (await form.getByLabel('Tags').inputValue()) === 'canary, edge',
      'what was typed is gone',
    );
    await page.screenshot({ path: join(out, 'details-failed.png'), fullPage: true });
    fixture.readOnly = false;
    await page.keyboard.press('Tab');
    await form.getByLabel('Role').press('Enter');
    await until('it was not saved', async () =>
      (await page.locator('.server-facts').innerText()).includes('night shift · canary · edge'),
    );
    assert((await form.count()) === 0, 'the form stayed');
    assert(
      (await page.evaluate(() => document.activeElement?.textContent)) === 'Edit details',
      'the focus is not where the form was opened',
    );
    await page.context().close();
  });

  await check('rules are in words, and are changed, added and deleted by keyboard', async () => {
    const page = await browser.page();
    // Frames come late, as on a busy machine: the focus must not be put anywhere after the next key.
    await page.addInitScript(() => {
      const frame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (run) => frame((time) => setTimeout(run, 700, time));
    });
    await page.goto(base);
    await page.getByRole('link', { name: 'Rules' }).click();
    const words = (id) => page.locator(`[data-rule="${id}"] .rule-words`);
    await until(
      'the words are others',
      async () =>
        (await words('cpu').innerText()) ===
        'CPU busy above 90% for 1 min: warning; above 97%: critical',
    );
    assert(
      (await words('mail').innerText()) ===
        'mail_queue_length {queue:out} above 1\u2009k for 1 hr 30 mins: warning',
      await words('mail').innerText(),
    );
    await page.getByRole('button', { name: 'Edit CPU busy' }).press('Enter');
    const form = page.getByTestId('rule-form');
    await form.getByLabel('Critical').fill('80');
    await form.getByLabel('Critical').press('Enter');
    await until('it does not say what is wrong', async () =>
      (await form.innerText()).includes('Critical must be higher than warning.'),
    );
    browser.breaking = true;
    fixture.readOnly = true;
    await form.getByLabel('Critical').fill('99.5');
    await form.getByLabel('Critical').press('Enter');
    await form.getByRole('alert').waitFor();
    assert((await form.getByLabel('Critical').inputValue()) === '99.5', 'what was typed is gone');
    fixture.readOnly = false;
    await form.getByLabel('Critical').press('Enter');
    await form.waitFor({ state: 'detached' }); // it says the same in words
    assert(
      (await page.evaluate(() => document.activeElement?.id)) === 'edit-cpu',
      'the focus is not where the form was opened',
    );
    await until('it was not saved', async () =>
      (await words('cpu').innerText()).endsWith('above 99.5%: critical'),
    );

    await page.getByRole('button', { name: 'Add a rule' }).press('Enter');
    await page.locator('#rule-new-name:focus').waitFor();
    await page.keyboard.type('Open files');
    await form.getByLabel('Looks at').selectOption('metric');
    await form.getByLabel('Metric', { exact: true }).fill('process_open_fds');
    await form.getByLabel('Warning').fill('1000');
    await page.screenshot({ path: join(out, 'rules-form.png'), fullPage: true });
    await form.getByRole('button', { name: 'Save' }).press('Enter');
    await words('open-files').waitFor();
    await page.getByRole('button', { name: 'Delete Open files' }).press('Enter');
    await page.getByRole('button', { name: 'Delete Open files' }).press('Enter');
    await until('it stayed', async () => (await words('open-files').count()) === 0);
    await page.context().close();
  });

  const looks = [
    { name: 'light-wide', theme: 'light', viewport: WIDE, locale: 'en-GB' },
    { name: 'dark-phone', theme: 'dark', viewport: PHONE, locale: 'ko-KR' },
    { name: 'light-phone', theme: 'light', viewport: PHONE, locale: 'en-GB' },
    { name: 'dark-wide', theme: 'dark', viewport: WIDE, locale: 'ko-KR' },
  ];
  for (const look of looks) {
    await check(`rules and trouble look right and are accessible: ${look.name}`, async () => {
      const page = await browser.page(look);
      await page.goto(rulesPage);
      await page.locator('.rule-words').first().waitFor();
      await page.locator('#edit-memory').click();
      await page.getByTestId('rule-form').waitFor();
      await examine(page, `rules-${look.name}`);
      await page.goto(serverPage);
      await page.locator('[data-testid="events"] li').first().waitFor();
      await page.locator('.details button').click();
      await page.getByTestId('details-form').waitFor();
      await examine(page, `trouble-${look.name}`);
      await page.context().close();
    });
  }

  async function examine(page, name) {
    await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert(overflow <= 0, `${name} is ${overflow} px wider than the screen`);
    const problems = await seriousViolations(page, axe);
    assert(problems.length === 0, `${name}: ${problems.join('\n')}`);
  }
}
