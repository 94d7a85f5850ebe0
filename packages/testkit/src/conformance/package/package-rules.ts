import type { Rule } from '../rule/rule';
import { contractIsDeclared } from './contract-is-declared';
import { dependenciesComeFromARegistry } from './dependencies-come-from-a-registry';
import { dependsOnTheSdkOnly } from './depends-on-the-sdk-only';
import { describesItself } from './describes-itself';
import { entryPointsExist } from './entry-points-exist';
import { hasAReadme } from './has-a-readme';
import { manifestIsValid } from './manifest-is-valid';
import type { PackageFacts } from './package-facts';
import { publishesNothingElse } from './publishes-nothing-else';
import { publishesItsManifest } from './publishes-its-manifest';
import { runsNoInstallScripts } from './runs-no-install-scripts';

/** Rules that are checked by reading; no code of the package runs. */
export const PACKAGE_RULES: readonly Rule<PackageFacts>[] = [
  manifestIsValid,
  contractIsDeclared,
  entryPointsExist,
  publishesItsManifest,
  dependsOnTheSdkOnly,
  runsNoInstallScripts,
  describesItself,
  hasAReadme,
  publishesNothingElse,
  dependenciesComeFromARegistry,
];
