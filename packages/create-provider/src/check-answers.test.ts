import type { GivenAnswers } from './answers';
import { checkAnswers } from './check-answers';

const check = (given: GivenAnswers) => checkAnswers({ name: 'my-thing', ...given });

describe('checkAnswers', () => {
  it('takes what is usual where nothing is said', () => {
    expect(check({})).toMatchObject({
      kind: 'api',
      capabilities: ['text-to-text'],
      description: 'My Thing, as a provider of MediaConduit.',
      author: '',
      licence: 'MIT',
      url: 'https://api.example.com/v1',
    });
    expect(check({ kind: 'cog' })).toMatchObject({
      capabilities: ['text-to-image'],
      image: 'r8.im/example/model:1.0.0',
      port: 5000,
      health: '/health-check',
    });
  });

  it('reads capabilities in every spelling, each once', () => {
    expect(check({ capabilities: ['TEXT_TO_IMAGE,textTo3D', 'text-to-image'] }).capabilities).toEqual([
      'text-to-image',
      'text-to-3d',
    ]);
  });

  it('reads a licence in any case, and an address without its last slash', () => {
    expect(check({ licence: 'apache-2.0', url: 'http://localhost:8000/v1/' })).toMatchObject({
      licence: 'Apache-2.0',
      url: 'http://localhost:8000/v1',
    });
  });

  it.each<[GivenAnswers, string, string]>([
    [{ kind: 'nodee' }, '--kind does not know "nodee"', 'did you mean "node"?'],
    [{ kind: 'fortran' }, '--kind', 'it takes api, node'],
    [{ capabilities: ['text-to-imge'] }, '--capability does not know', 'text-to-image'],
    [{ kind: 'openai', capabilities: ['text-to-video'] }, 'cannot do text-to-video', '--kind api'],
    [{ licence: 'GPL' }, '--license does not know "GPL"', 'it takes MIT'],
    [{ url: 'ftp://a/b' }, '--url cannot be', 'http or https'],
    [{ url: 'https://me:secret@a/b' }, '--url cannot be "https://…@a/b"', 'without a user'],
    [{ url: 'https://a/"\nid: b' }, '--url cannot be', 'http or https'],
    [{ kind: 'node', url: 'https://a' }, '--url says nothing', '--kind api or openai or gradio'],
    [{ kind: 'image', image: 'a b' }, '--image cannot be', 'look like'],
    [{ kind: 'image', port: '0' }, '--port cannot be', '1 to 65535'],
    [{ kind: 'image', health: 'health' }, '--health cannot be', 'look like'],
    [{ kind: 'gradio', endpoint: '/../x' }, '--endpoint cannot be', 'look like'],
    [{ model: "a'b" }, '--model cannot be', 'look like'],
    [{ description: 'one\ntwo' }, '--description cannot be', 'one line'],
    [{ author: 'x'.repeat(301) }, '--author cannot be', '300 characters'],
  ])('refuses %j', (given, message, hint) => {
    expect(() => check(given)).toThrow(
      expect.objectContaining({
        code: 'MC_USAGE',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it('needs a name', () => {
    expect(() => checkAnswers({})).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });
});
