import { ExchangeWatch } from './exchange-watch';

type Step = readonly ['>' | '<', string];

/** Whether it is idle after each step. */
function idleAfter(...steps: readonly Step[]): boolean[] {
  const watch = new ExchangeWatch();
  return steps.map(([way, text]) => {
    if (way === '>') watch.sent(Buffer.from(text, 'latin1'));
    else watch.answered(Buffer.from(text, 'latin1'));
    return watch.isIdle;
  });
}

const GET = '> GET / HTTP/1.1\r\nhost: x\r\n\r\n'.slice(2);
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nmoo';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nmoo\r\n0\r\nlast: z\r\n\r\n';

describe('ExchangeWatch', () => {
  it.each<[string, readonly Step[], readonly boolean[]]>([
    [
      'a request and its answer',
      [
        ['>', GET],
        ['<', OK],
        ['>', 'G'],
        ['>', GET.slice(1)],
        ['<', OK],
      ],
      [false, true, false, false, true],
    ],
    [
      'an answer in chunks',
      [
        ['>', GET],
        ['<', CHUNKED.slice(0, -1)],
        ['<', '\n'],
      ],
      [false, false, true],
    ],
    [
      'an answer that has stopped in the middle',
      [
        ['>', GET],
        ['<', OK.slice(0, -1)],
      ],
      [false, false],
    ],
    [
      'requests sent before the answers',
      [
        ['>', GET + GET],
        ['<', OK],
        ['<', OK],
      ],
      [false, false, true],
    ],
    [
      'two answers at once',
      [
        ['>', GET + GET],
        ['<', OK + CHUNKED],
      ],
      [false, true],
    ],
    [
      'an upload',
      [
        ['>', 'POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nmo'],
        ['>', 'ow'],
        ['<', OK],
      ],
      [false, false, true],
    ],
    [
      'an upload that is answered before its end',
      [
        ['>', 'POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nmo'],
        ['<', OK],
        ['>', 'ow'],
      ],
      [false, false, true],
    ],
    [
      'a HEAD',
      [
        ['>', GET.replace('GET', 'HEAD')],
        ['<', OK.slice(0, -3)],
      ],
      [false, true],
    ],
    [
      'a reply without a body',
      [
        ['>', GET],
        ['<', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n'],
      ],
      [false, true],
    ],
    [
      'a leave to go on',
      [
        ['>', GET],
        ['<', 'HTTP/1.1 100 Continue\r\n\r\n'],
        ['<', OK],
      ],
      [false, false, true],
    ],
    [
      'an answer that ends with its connection',
      [
        ['>', GET],
        ['<', 'HTTP/1.1 200 OK\r\n\r\nmoo'],
      ],
      [false, false],
    ],
    [
      'another protocol by agreement',
      [
        ['>', GET],
        ['<', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
        ['<', OK],
      ],
      [false, false, false],
    ],
    [
      'another protocol',
      [
        ['>', '\x16\x03\x01 hello\r\n\r\n'],
        ['<', OK],
      ],
      [false, false],
    ],
    ['an answer that nobody asked for', [['<', OK]], [false]],
    [
      'a length that is none',
      [
        ['>', GET],
        ['<', OK.replace('3', '3, 3')],
      ],
      [false, false],
    ],
    [
      'a head without an end',
      [
        ['>', GET + 'x'.repeat(70_000)],
        ['<', OK],
      ],
      [false, false],
    ],
  ])('knows the end of %s', (_what, steps, expected) => {
    expect(idleAfter(...steps)).toEqual(expected);
  });

  it('sees the same in whatever pieces the bytes come', () => {
    const steps = [GET, CHUNKED, 'POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nmoow', OK];
    for (const size of [1, 2, 3, 5, 7, 1000]) {
      const watch = new ExchangeWatch();
      const after = steps.map((text, index) => {
        for (let at = 0; at < text.length; at += size) {
          const piece = Buffer.from(text.slice(at, at + size));
          if (index % 2 === 0) watch.sent(piece);
          else watch.answered(piece);
          if (at + size < text.length) expect(watch.isIdle).toBe(false);
        }
        return watch.isIdle;
      });
      expect(after).toEqual([false, true, false, true]);
    }
  });
});
