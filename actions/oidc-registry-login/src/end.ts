import { runPost } from '@go-actions/action-kit';

await runPost(() => import(/* webpackMode: "eager" */ './post.ts'));
