import { bundlePackage } from '../../tools/build/bundle-package.mjs';

await bundlePackage({ folder: import.meta.dirname, entries: ['index'] });
