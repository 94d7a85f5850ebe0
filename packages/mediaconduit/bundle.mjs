import { bundleModules } from '../../tools/build/bundle-modules.mjs';

await bundleModules({
  folder: import.meta.dirname,
  entries: ['index', 'compat/index', 'fluent'],
  programs: ['cli/main'],
  standalone: ['cli/matrix/admit-main', 'cli/migrate/verify-main'],
  together: [['index'], ['cli/main'], ['cli/install-command'], ['cli/run-command']],
  split: ['cli'],
});
