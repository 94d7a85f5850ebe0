import type { createBundle } from '../../bundle/create-bundle';
import type { BundleInstaller } from '../../bundle/install-bundle';
import type { planPackages } from '../../plan/package-planner';
import type { explainWhy } from '../../why/explain-why';
import type { collectHome } from './collect-home';
import type { forsakenService, namedServices } from './named-services';
import type { PackageRenewals } from './package-renewals';

interface NamedServices {
  readonly namedServices: typeof namedServices;
  readonly forsakenService: typeof forsakenService;
}

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when somebody asks for it */
/** Writes bundles. */
export const loadBundler = () => require('../../bundle/create-bundle') as { createBundle: typeof createBundle };
/** Takes bundles in. */
export const loadInstaller = () =>
  require('../../bundle/install-bundle') as { BundleInstaller: typeof BundleInstaller };
/** Asks for new versions. */
export const loadRenewals = () => require('./package-renewals') as { PackageRenewals: typeof PackageRenewals };
/** Removes what nobody needs. */
export const loadCollector = () => require('./collect-home') as { collectHome: typeof collectHome };
/** Knows who names services. */
export const loadNamedServices = () => require('./named-services') as NamedServices;
/** Says what would be done. */
export const loadPlanner = () => require('../../plan/package-planner') as { planPackages: typeof planPackages };
/** Says what brings something along. */
export const loadWhy = () => require('../../why/explain-why') as { explainWhy: typeof explainWhy };
