import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InspectedImage } from '../../contents/io/inspect.ts';
import type { AssembledImage } from '../../layout/assembly.ts';
import { formatPlatform } from '../../platform.ts';
import { renderSpdx } from '../spdx.ts';

/** The SBOM of each platform, in the order of the images, and the folder where later steps find them. */
export type Sboms = { readonly texts: readonly string[]; readonly folder: string };

/** `folder` is outside of the clone, which goes away. */
export async function writeSboms(
  images: readonly InspectedImage[],
  assembled: AssembledImage,
  about: {
    readonly image: string;
    readonly version: string;
    readonly created: number;
    readonly folder: string;
  },
): Promise<Sboms> {
  const { folder, ...subject } = about;
  await mkdir(folder, { recursive: true });
  const texts: string[] = [];
  for (const [i, { platform, manifest }] of assembled.images.entries()) {
    const { digest } = manifest.descriptor;
    const text = renderSpdx({ ...subject, platform, digest }, images[i]?.software ?? []);
    await writeFile(join(folder, `${formatPlatform(platform).replaceAll('/', '_')}.spdx.json`), text);
    texts.push(text);
  }
  return { texts, folder };
}
