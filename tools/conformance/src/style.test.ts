import { measureStyle, median } from './measure-style';
import { filesBelow, isPresent, publishedPackages } from './workspace';

const sources = [...publishedPackages('packages'), ...publishedPackages('services')]
  .filter(({ folder }) => isPresent(`${folder}/src`))
  .flatMap(({ folder }) => filesBelow(`${folder}/src`))
  .filter((path) => path.endsWith('.ts') && !/\.test(-d)?\.ts$|__fixtures__|\.d\.ts$/.test(path));
const figures = measureStyle(sources);

describe('measureStyle', () => {
  it('sees what it looks for', () => {
    const path = 'tools/conformance/src/__fixtures__/sins.ts';
    expect(measureStyle([path])).toEqual({
      fileLines: [59],
      functionLines: [3, 54],
      longFunctions: [`${path}:6`],
      anyKeywords: [`${path}:1`],
      bareThrows: [`${path}:2`],
      undocumentedExports: [`${path}:1`],
    });
  });

  it('reads every source file', () => {
    expect(figures.fileLines).toHaveLength(sources.length);
    expect(sources.length).toBeGreaterThan(100);
  });

  it('finds a median of at most 60 lines per file, and none over 300', () => {
    expect(median(figures.fileLines)).toBeLessThanOrEqual(60);
    expect(figures.fileLines.filter((lines) => lines > 300)).toEqual([]);
  });

  it('finds a median of at most 10 lines per function, and none over 50', () => {
    expect(median(figures.functionLines)).toBeLessThanOrEqual(10);
    expect(figures.longFunctions).toEqual([]);
  });

  it('finds no any', () => {
    expect(figures.anyKeywords).toEqual([]);
  });

  it('finds no error without a code', () => {
    expect(figures.bareThrows).toEqual([]);
  });

  it('finds a comment at every export', () => {
    expect(figures.undocumentedExports).toEqual([]);
  });
});
