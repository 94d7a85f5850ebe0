import type { LockedPackage } from '../../lock-file/locked-package';

/** Under which name the tree of this platform stands in a lock file. */
export function treePlatform({ dependencies = [] }: Pick<LockedPackage, 'dependencies'>): string {
  const machine = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') return machine; // programs of packages are files there, elsewhere links
  if (dependencies.every(({ platform }) => platform === undefined)) return 'any';
  return process.platform === 'linux' && isMusl() ? `${machine}-musl` : machine;
}

/** Where the report names no glibc, as on Alpine. Names of the hosts that we are connected to would be asked for, and waited for. */
function isMusl(): boolean {
  const { report } = process as { readonly report: NodeJS.ProcessReport & { excludeNetwork?: boolean } };
  const { excludeNetwork } = report;
  report.excludeNetwork = true;
  const { header } = Object(report.getReport()) as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  report.excludeNetwork = excludeNetwork;
  return header?.glibcVersionRuntime === undefined;
}
