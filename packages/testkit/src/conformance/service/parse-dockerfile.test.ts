import { parseDockerfile } from './parse-dockerfile';

describe('parseDockerfile', () => {
  it('finds what it is built on, and who runs in its last stage', () => {
    const text = `FROM --platform=linux/amd64 python:3.11 AS packages
USER root
RUN pip \\
  install x
from node
COPY --from=packages /a /a
FROM packages
USER app`;
    expect(parseDockerfile(text)).toEqual({ bases: ['python:3.11', 'node'], user: 'app' });
  });

  it('forgets the user of an earlier stage', () => {
    expect(parseDockerfile('FROM a:1\nUSER app\nFROM b:1')).toEqual({ bases: ['a:1', 'b:1'], user: undefined });
  });
});
