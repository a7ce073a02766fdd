// What Maven calls in its test phase: the type check, the linter and the unit tests, with their totals.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

for (const step of ['typecheck', 'lint', 'test']) {
  console.log(`dashboard: ${step}`);
  const { status } = spawnSync(npm, ['run', '-s', step], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`dashboard: ${step} failed; run it alone with: npm run ${step}`);
    process.exit(1);
  }
}
