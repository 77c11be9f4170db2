import { readTestStream } from '../../actions/coverage-gate/src/io/test-streams.ts';
import { countTests } from '../../actions/coverage-gate/src/test-counts.ts';
import { TestLog } from '../../actions/coverage-gate/src/test-events.ts';

const log = new TestLog();
await readTestStream(log, process.argv[2] ?? '');
console.log(countTests(log.results));
