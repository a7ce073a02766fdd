// Runs named checks one after the other and says how they went, on the console and as JUnit XML.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

export class Report {
  #results = [];

  /** Runs a check. It fails by throwing; the others are run all the same. */
  async check(name, run) {
    const begun = performance.now();
    let problem;
    try {
      await run();
    } catch (error) {
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const seconds = (performance.now() - begun) / 1000;
    this.#results.push({ name, seconds, problem });
    console.log(` ${problem ? '✗' : '✓'} ${name} (${seconds.toFixed(1)} s)`);
    if (problem) console.log(problem.replace(/^/gm, '     '));
  }

  get failed() {
    return this.#results.filter(({ problem }) => problem).length;
  }

  summary() {
    return `Browser tests: ${this.#results.length - this.failed} passed, ${this.failed} failed`;
  }

  write(file) {
    const cases = this.#results.map(({ name, seconds, problem }) => {
      const failure = problem ? `<failure>${escapeXml(problem)}</failure>` : '';
      return `<testcase classname="dashboard.browser" name="${escapeXml(name)}" time="${seconds.toFixed(3)}">${failure}</testcase>`;
    });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="dashboard-browser" tests="${cases.length}" failures="${this.failed}" errors="0" skipped="0">\n${cases.join('\n')}\n</testsuite>\n`,
    );
  }
}
