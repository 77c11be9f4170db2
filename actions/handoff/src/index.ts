import { runAction } from '@go-actions/action-kit';

await runAction({ inputs: (i) => ({ mode: i.choice('mode', ['put', 'get']) }), main: async (inputs) => { console.log(inputs.mode); return undefined; } });
