// Finds Debian's Chromium, or another one, and opens pages whose errors and requests are kept for the checks.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1360, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function findChromium() {
  return PLACES.find((place) => place && existsSync(place));
}

export class Browser {
  /** What went wrong in any page: console errors, exceptions. */
  errors = [];
  /** Addresses of other origins that were asked for. */
  foreign = [];
  /** Set while a check breaks the connection on purpose: failed requests are no errors then. */
  breaking = false;
  #browser;
  #origins = new Set();

  static async launch(executablePath, base) {
    const browser = new Browser();
    browser.allow(base);
    browser.#browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
    return browser;
  }

  /** Asking there is nothing foreign. */
  allow(base) {
    this.#origins.add(new URL(base).origin);
  }

  /** A page of its own context: nothing is stored from one to the next. */
  async page({ viewport = WIDE, theme = 'light', locale = 'en-GB' } = {}) {
    const context = await this.#browser.newContext({
      viewport,
      colorScheme: theme,
      locale,
      timezoneId: 'Asia/Seoul',
      deviceScaleFactor: viewport === PHONE ? 2 : 1,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      const broken = this.breaking && message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !broken)
        this.errors.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => this.errors.push(error.stack ?? String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && !this.#origins.has(url.origin)) this.foreign.push(url.href);
    });
    return page;
  }

  close() {
    return this.#browser.close();
  }
}
