import { runAction } from '@go-actions/action-kit';
import { readInputs } from './inputs.ts';

// Each phase loads its own code; the remark keeps it in the one file that a bundle is.
await runAction({
  inputs: readInputs,
  main: async (...job) => (await import(/* webpackMode: "eager" */ './main.ts')).main(...job),
  post: async (...job) => (await import(/* webpackMode: "eager" */ './post.ts')).post(...job),
});
