import { runAction } from '@go-actions/action-kit';
import { readInputs } from './inputs.ts';
import { main } from './main.ts';

await runAction({ inputs: readInputs, main });
