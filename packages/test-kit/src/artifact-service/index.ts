export { type ArtifactService, type StoredArtifact, startArtifactService } from './service.ts';
