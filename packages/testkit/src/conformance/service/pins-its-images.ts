import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import { readComposed } from './composed';
import { parseDockerfile } from './parse-dockerfile';
import type { ServiceSubject } from './service-subject';

/** MC-S06 */
export const pinsItsImages: Rule<ServiceSubject> = {
  id: 'MC-S06',
  title: 'names the versions of its images',
  level: 'silver',
  checks:
    'Every image of the compose file, and every `FROM` of a Dockerfile, has a tag other than `latest`, or a digest.',
  why: 'What `latest` means changes over night: the service of yesterday cannot be made again.',
  mend: 'Write `FROM node:20-bookworm-slim`, or a digest, instead of `FROM node`.',
  async check(subject) {
    const { services } = await readComposed(subject);
    if (services.length === 0) return notApplicable('it has no image');
    const images: (string | undefined)[] = [];
    for (const { build, image } of services) {
      if (!build) images.push(image);
      else images.push(...parseDockerfile(await readText(join(build.context, build.dockerfile))).bases);
    }
    const loose = images.filter((image): image is string => image !== undefined && !isPinned(image));
    return verdictOf(loose.map((image) => `${image} is whatever its maker publishes next.`));
  },
};

/** A base that a variable names is the choice of whoever builds it. */
function isPinned(image: string): boolean {
  if (image.includes('@sha256:') || image.includes('$') || image === 'scratch') return true;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag !== undefined && tag !== 'latest';
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => ''); // MC-S02 says that it is missing
}
