import { crashStatus, serviceStatus, stackStatus } from '../__fixtures__/stack-status';
import { widthOfLine } from '../styled-line';
import { stackLines } from './status-table';

const FILE = '/home/somebody/projects/shop/mediaconduit.yml';
const textOf = (lines: ReturnType<typeof stackLines>): string[] =>
  lines.map((line) => line.map(({ text }) => text).join(''));

describe('stackLines', () => {
  const needs = ['redis', 'postgres', 'cowsay-service', 'whisper-service'];
  const worker = serviceStatus('worker', { state: 'failed', restarts: 5, crash: crashStatus(), dependsOn: ['redis'] });
  const stack = stackStatus(FILE, [serviceStatus('redis'), serviceStatus('web', { dependsOn: needs }), worker]);

  it('keeps what a service needs on its line where there is room', () => {
    const [, , , web] = textOf(stackLines(stack, 140));
    expect(web).toBe(`web      ready   3 min 20 s  0         127.0.0.1:4000  ${needs.join(', ')}`);
  });

  it('puts below what has no room, and stays within the width', () => {
    const lines = stackLines(stack, 72);
    expect(textOf(lines).slice(2)).toEqual([
      'redis    ready   3 min 20 s  0         127.0.0.1:4000',
      'web      ready   3 min 20 s  0         127.0.0.1:4000',
      `  └ needs ${needs.join(', ')}`,
      'worker   failed              5                         redis',
      '  └ "worker" ended by itself with exit code 3.',
    ]);
    expect(lines.filter((line) => widthOfLine(line) > 72)).toEqual([]);
  });

  it('says nothing of the needs of a service without any, however little room there is', () => {
    const lines = textOf(stackLines(stackStatus(FILE, [serviceStatus('redis')]), 40));
    expect(lines.slice(2)).toEqual(['redis    ready  3 min 20 s  0         127.0.0.1:4000']);
  });

  it('has no heading for what stands below everywhere', () => {
    const [, headings] = textOf(stackLines(stack, 56));
    expect(headings).toBe('SERVICE  STATE   UPTIME      RESTARTS  ADDRESS');
  });

  it('colours states', () => {
    const styles = stackLines(stack, 140).map((line) => line.map(({ style }) => style).find((style) => style));
    expect(styles).toEqual(['bold', 'dim', 'green', 'green', 'red', 'red']);
  });

  it('says why the newest stack file does not count', () => {
    const rejected = { detail: 'a:1:1 no\nb:2:2 neither' };
    const [, line] = textOf(stackLines({ ...stack, rejected }, Infinity));
    expect(line).toBe('the stack file was changed and cannot be used, so configuration 1 runs on: a:1:1 no');
  });

  it('tells a stack without services', () => {
    expect(textOf(stackLines(stackStatus(FILE, []), 80))).toEqual([`shop  ${FILE} · configuration 1`]);
  });
});
