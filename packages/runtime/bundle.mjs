import { bundleModules } from '../../tools/build/bundle-modules.mjs';

await bundleModules({
  folder: import.meta.dirname,
  entries: [
    'index',
    'mesh/index',
    'supervision',
    'warm-up',
    'claraverse/centralServiceManager.cjs',
    'claraverse/serviceConfiguration.cjs',
    'claraverse/serviceDefinitions.cjs',
  ],
  programs: ['daemon/supervisor-main'],
  standalone: [
    'engine/docker/reap-main',
    'provider/isolation/child/host-main',
    'provider/modules/empty-module',
    'provider/modules/es-module-hooks',
    'source/git/git-main',
    'source/stored/manifest-thread',
  ],
  closed: ['source/npm/worker/npm-worker-main'],
  together: [
    ['warm-up'],
    ['index'],
    ['source/stored/local-packages'],
    ['source/stored/create-stored-packages', 'source/stored/create-package-fetcher', 'store/tree-writer'],
    ['mesh/index'],
    ['supervision'],
  ],
  split: ['engine', 'provider', 'source'],
});
