import { format } from 'prettier';

/** For a terminal. */
export function textReport({ machine, measures }) {
  const facts = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  const blocks = measures.map(({ measure, figure, target, verdict, details }) =>
    [`${measure}: ${figure}`, `  target ${target}: ${verdict}`, ...details.map((line) => `  ${line}`)].join('\n'),
  );
  return `${[facts.join('\n'), ...blocks].join('\n\n')}\n`;
}

/** The page docs/benchmarks.md. */
export async function markdownReport({ machine, measures }) {
  const rows = measures.map((one) => row([one.measure, one.figure, one.target, one.verdict]));
  const details = measures.filter((one) => one.details.length > 0);
  const text = [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write`; do not edit. Every comparison ran in one process on one machine, its',
    'subjects in turns, the first rounds dropped. A figure is the median over the rounds, in brackets the first and',
    'third quartile. Compare ratios; times differ from machine to machine.',
    '',
    row(['machine', '']),
    row(['---', '---']),
    ...Object.entries(machine).map(([name, value]) => row([name, value])),
    '',
    row(['measure', 'figure', 'target', 'verdict']),
    row(['---', '---', '---', '---']),
    ...rows,
    ...details.flatMap((one) => ['', `## ${one.measure}`, '', ...one.details.map((line) => `- ${line}`)]),
    '',
  ].join('\n');
  return format(text, { parser: 'markdown', printWidth: 120 });
}

const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
