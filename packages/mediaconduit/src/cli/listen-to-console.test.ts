import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { listenToConsole } from './listen-to-console';

describe('listenToConsole', () => {
  it('gets every line that is printed, as the console would write it, until it ends', () => {
    const written = new PassThrough().setEncoding('utf8');
    const target = new Console({ stdout: written, stderr: written });
    const lines: string[] = [];
    const end = listenToConsole(target, (line) => lines.push(line));
    target.log('%s cows', 2, { legs: 4 });
    target.warn('two\nlines');
    target.error(new Error('boom').message);
    expect(written.read()).toBe(null);
    end();
    target.log('by itself');
    expect(written.read()).toBe('by itself\n');
    expect(lines).toEqual(['2 cows { legs: 4 }', 'two', 'lines', 'boom']);
  });
});
