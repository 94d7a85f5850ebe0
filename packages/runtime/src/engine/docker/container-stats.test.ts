import { containerStats, type StatsAnswer } from './container-stats';

/** As a Docker engine with cgroup v2 answers; without what is not read. */
const ANSWER: StatsAnswer = {
  cpu_stats: { cpu_usage: { total_usage: 967_402_632 }, system_cpu_usage: 27_609_360_000_000, online_cpus: 2 },
  precpu_stats: { cpu_usage: { total_usage: 504_283_625 }, system_cpu_usage: 27_607_360_000_000, online_cpus: 2 },
  memory_stats: { usage: 80_359_424, limit: 4_294_967_296, stats: { inactive_file: 69_693_440 } },
  networks: { eth0: { rx_bytes: 646, tx_bytes: 7 }, eth1: { rx_bytes: 4, tx_bytes: 3 } },
  pids_stats: { current: 12 },
};

describe('containerStats', () => {
  it('counts as the command of Docker does', () => {
    expect(containerStats(ANSWER)).toEqual({
      cpuPercent: expect.closeTo(46.31, 2),
      memoryBytes: 10_665_984,
      memoryLimitBytes: 4_294_967_296,
      network: { rxBytes: 650, txBytes: 10 },
      pids: 12,
    });
  });

  it('goes above 100 percent when several cores are busy', () => {
    const cpu_stats = { ...ANSWER.cpu_stats, cpu_usage: { total_usage: 504_283_625 + 1_900_000_000 } };
    expect(containerStats({ ...ANSWER, cpu_stats })?.cpuPercent).toBeCloseTo(190, 6);
  });

  it.each([
    ['cgroup v1 names it', { total_inactive_file: 100, inactive_file: 1 }, 900],
    ['cgroup v2 names it', { inactive_file: 100 }, 900],
    ['it is larger than the whole', { inactive_file: 2000 }, 1000],
    ['it is larger than the whole in cgroup v1', { total_inactive_file: 2000, inactive_file: 100 }, 900],
    ['nobody names it', undefined, 1000],
  ])('takes the file cache off the memory: %s', (_how, stats, memoryBytes) => {
    const memory_stats = { usage: 1000, limit: 5000, stats };
    expect(containerStats({ ...ANSWER, memory_stats })).toMatchObject({ memoryBytes, memoryLimitBytes: 5000 });
  });

  it('counts the cores itself where the engine does not', () => {
    const cores = { online_cpus: undefined, cpu_usage: { total_usage: 967_402_632, percpu_usage: [1, 2, 3, 4] } };
    const cpu_stats = { ...ANSWER.cpu_stats, ...cores };
    expect(containerStats({ ...ANSWER, cpu_stats })?.cpuPercent).toBeCloseTo(92.62, 2);
  });

  it.each([
    ['the first sample is missing', { precpu_stats: undefined, cpu_stats: { cpu_usage: { total_usage: 5 } } }],
    ['no time went by', { precpu_stats: ANSWER.cpu_stats }],
  ])('knows of no processor time when %s', (_when, change) => {
    expect(containerStats({ ...ANSWER, ...change })?.cpuPercent).toBe(0);
  });

  it.each([[undefined], [null]])('leaves out the network of a container without one (%s)', (networks) => {
    expect(containerStats({ ...ANSWER, networks })).not.toHaveProperty('network', expect.anything());
  });

  it('has nothing to say of a container that does not run', () => {
    expect(containerStats({ cpu_stats: {}, precpu_stats: {}, memory_stats: {}, pids_stats: {} })).toBeUndefined();
  });
});
