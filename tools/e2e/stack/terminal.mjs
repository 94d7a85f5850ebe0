// A terminal of 100 columns in tmux, for recordings.
import { execFileSync } from 'node:child_process';
import { until } from './until.mjs';

const PROMPT = '$ ';

export class Terminal {
  #socket = `record-${process.pid}`;

  constructor({ environment, folder, lines = 30 }) {
    const variables = { ...environment, PS1: PROMPT, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    const shell = ['env', '-i', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`), '/bin/sh'];
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '100', '-y', String(lines), '-c', folder, ...shell);
  }

  /** Types a line; what the terminal showed before is forgotten. */
  type(line) {
    this.#tmux('send-keys', 'clear', 'Enter');
    this.#tmux('clear-history');
    this.#tmux('send-keys', '-l', line);
    this.#tmux('send-keys', 'Enter');
  }

  interrupt() {
    this.#tmux('send-keys', 'C-c');
  }

  /** What it shows, with what has scrolled away. */
  frame() {
    const text = this.#tmux('capture-pane', '-p', '-S', '-');
    return text
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** What it shows once it shows something. */
  async frameWith(isWanted, withinMs) {
    const isThere = () => isWanted(this.frame());
    await until(isThere, { withinMs, everyMs: 50 }).catch((cause) => {
      throw new Error(`the terminal shows only this:\n${this.frame()}`, { cause });
    });
    return this.frame();
  }

  /** What it shows once the command has ended, without the prompt behind it. */
  async ended(withinMs = 60_000) {
    const isPrompt = (text) => text.split('\n').at(-1) === PROMPT.trim() && text.includes('\n');
    return (await this.frameWith(isPrompt, withinMs)).split('\n').slice(0, -1).join('\n');
  }

  close() {
    this.#tmux('kill-server');
  }

  #tmux(...words) {
    return execFileSync('tmux', ['-u', '-L', this.#socket, ...words], { encoding: 'utf8' });
  }
}
