// Stands first in its job, so its post phase runs last. A later step has left the folder's name in RUNNER_TEMP.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const { GITHUB_STATE, RUNNER_TEMP, STATE_waits } = process.env;
if (STATE_waits) {
  const folder = readFileSync(join(RUNNER_TEMP, 'witnessed'), 'utf8').trim();
  const gone = folder !== '' && !existsSync(folder);
  console.log(
    gone
      ? '::notice title=Witness::The credentials are gone.'
      : `::error title=Witness::${folder} is still there.`,
  );
  process.exitCode = gone ? 0 : 1;
} else {
  appendFileSync(GITHUB_STATE, 'waits=yes\n');
}
