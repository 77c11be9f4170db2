import { runAction } from '@go-actions/action-kit';

await runAction({
  main: () => import(/* webpackMode: "eager" */ './main.ts'),
});
