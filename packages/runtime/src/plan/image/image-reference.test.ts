import { parseImageReference } from './image-reference';

const HUB = 'https://registry-1.docker.io';
const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('parseImageReference', () => {
  it.each([
    ['redis', HUB, 'library/redis', 'latest'],
    ['redis:7-alpine', HUB, 'library/redis', '7-alpine'],
    ['ollama/ollama:0.5', HUB, 'ollama/ollama', '0.5'],
    ['docker.io/library/redis', HUB, 'library/redis', 'latest'],
    ['ghcr.io/o/r/image:v1', 'https://ghcr.io', 'o/r/image', 'v1'],
    ['registry.example:5000/image', 'https://registry.example:5000', 'image', 'latest'],
    ['localhost:5000/o/image:1', 'http://localhost:5000', 'o/image', '1'],
    ['127.0.0.1:5000/image', 'http://127.0.0.1:5000', 'image', 'latest'],
    [`redis:7@${DIGEST}`, HUB, 'library/redis', DIGEST],
  ])('reads %s as Docker does', (text, baseUrl, repository, reference) => {
    expect(parseImageReference(text)).toEqual({ baseUrl, repository, reference });
  });

  it.each([
    '',
    'Redis',
    'a b',
    '../x',
    'redis:',
    'redis@sha256:1',
    'h.example/../x',
    'user@h.example/x',
    'h.example/',
    'a:b:c',
  ])('reads nothing from "%s"', (text) => expect(parseImageReference(text)).toBeUndefined());
});
