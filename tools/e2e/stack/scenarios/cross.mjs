// Commands that cross each other: five starts at once, a start in the middle of an end, and an end in the middle of a start.
import { setTimeout as pause } from 'node:timers/promises';
import { counts } from '../figures.mjs';
import { web } from '../members.mjs';

export const rounds = { short: 2, normal: 5, torture: 50 };

const SERVICES = {
  a: web(),
  b: web({ dependsOn: ['a'] }),
  slow: web({ variables: { START_MS: '800' } }),
  deaf: web({ variables: { IGNORE_SIGTERM: '1' }, stopGraceMs: 800 }),
};

export async function measure({ project, random, rounds: count }) {
  const stack = project();
  stack.write(SERVICES);
  const [wrong, left] = [[], []];
  const expect = (what, isRight) => isRight || wrong.push(what);
  for (let round = 0; round < count; round++) {
    const ups = await Promise.all(Array.from({ length: 5 }, () => stack.command('up', '--wait')));
    expect('one of five starts at once failed', ups.every(hasWorked));
    expect('five starts at once started something twice', runsOnce(stack));

    const ending = stack.command('down');
    await pause(random.below(800));
    const again = await stack.command('up', '--wait');
    expect('an end failed with a start in the middle of it', hasWorked(await ending));
    expect(
      `a start in the middle of an end failed: ${again.stderr}`,
      hasWorked(again) && (runsOnce(stack) || runsNothing(stack)),
    );
    await stack.succeed('down');

    const starting = stack.command('up', '--wait');
    await pause(random.below(1200));
    expect('an end in the middle of a start failed', hasWorked(await stack.command('down')));
    const { code } = await starting;
    expect('a start that was ended passed for a good one', code !== 0 || runsOnce(stack));
    await stack.succeed('down');
    left.push(await stack.leftovers());
  }
  return [
    { ...counts('commands that did not do what they say', [wrong.length]), faults: wrong },
    {
      ...counts(
        'left behind',
        left.map(({ length }) => length),
      ),
      faults: left.flat(),
    },
  ];
}

const hasWorked = ({ code }) => code === 0;

function runsOnce(stack) {
  const roots = Object.keys(SERVICES).map((name) => stack.rootsOf(name).length);
  return stack.supervisors().length === 1 && roots.every((length) => length === 1);
}

/** The end came last: which of two commands is first is not told by who typed first. */
function runsNothing(stack) {
  return Object.keys(SERVICES).every((name) => stack.rootsOf(name).length === 0);
}
