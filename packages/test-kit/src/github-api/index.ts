export type { PeerArtifact, PeerComment, PeerPullRequest, PeerReviewComment, Talk } from './discussion.ts';
export {
  type ApiFault,
  type ApiRequest,
  type GitHubApi,
  type GitHubApiOptions,
  startGitHubApi,
} from './server.ts';
export type { PeerAsset, PeerRelease } from './store.ts';
