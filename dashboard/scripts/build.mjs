// What Maven calls: installs the locked packages and builds the page into target/classes/static.
// Each step is left out when a digest of everything that it reads is the one of its last run.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from './digest.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const oldestNode = [20, 19];

/** Runs the step unless the stamp says that it was run on the same inputs and its output is there. */
function unlessDone(name, stamp, inputs, output, step) {
  const wanted = digest(...inputs);
  const done = existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (done) {
    console.log(`dashboard: ${name}: up to date`);
    return;
  }
  step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function run(...args) {
  execFileSync(npm, args, { cwd: root, stdio: 'inherit' });
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  console.error(
    `dashboard: Node ${oldestNode.join('.')} or newer builds the page; this is ${process.version}. ` +
      'Install a newer Node, or name one with -Dnode.executable=/path/to/node.',
  );
  process.exit(1);
}

unlessDone(
  'packages',
  join(root, 'node_modules/.tidegauge-stamp'),
  ['package.json', 'package-lock.json', '.npmrc'],
  join(root, 'node_modules'),
  () => run('ci', '--no-audit', '--no-fund'),
);
unlessDone(
  'page',
  join(root, 'target/page.stamp'),
  [
    'src',
    'client/src',
    'public',
    'index.html',
    'vite.config.ts',
    'package-lock.json',
    'tsconfig.json',
  ],
  join(root, 'target/classes/static/index.html'),
  () => run('run', '-s', 'build'),
);
