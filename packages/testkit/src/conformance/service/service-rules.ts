import type { Rule } from '../rule/rule';
import { answersManyAtOnce } from './answers-many-at-once';
import { definitionIsValid } from './definition-is-valid';
import { endsWhenAsked } from './ends-when-asked';
import { holdsWhatItNames } from './holds-what-it-names';
import { installsNothing } from './installs-nothing';
import { keepsToTheComposeSubset } from './keeps-to-the-compose-subset';
import { leavesPortsFree } from './leaves-ports-free';
import { locksItsPackages } from './locks-its-packages';
import { pinsItsImages } from './pins-its-images';
import { refusesBadInput } from './refuses-bad-input';
import { refusesTooMuch } from './refuses-too-much';
import { runsAsAUser } from './runs-as-a-user';
import { runsBesideItself } from './runs-beside-itself';
import { runsInItsImage } from './runs-in-its-image';
import { serviceDescribesItself } from './service-describes-itself';
import { serviceHasAReadme } from './service-has-a-readme';
import type { ServiceSubject } from './service-subject';
import { startsAndIsReady } from './starts-and-is-ready';
import { stopsWorkOfGoneCallers } from './stops-work-of-gone-callers';
import { survivesBrokenClients } from './survives-broken-clients';

/** Rules for services, those that only read first. */
export const SERVICE_RULES: readonly Rule<ServiceSubject>[] = [
  definitionIsValid,
  holdsWhatItNames,
  leavesPortsFree,
  installsNothing,
  keepsToTheComposeSubset,
  pinsItsImages,
  runsAsAUser,
  serviceDescribesItself,
  serviceHasAReadme,
  locksItsPackages,
  startsAndIsReady,
  runsBesideItself,
  endsWhenAsked,
  refusesBadInput,
  refusesTooMuch,
  answersManyAtOnce,
  survivesBrokenClients,
  stopsWorkOfGoneCallers,
  runsInItsImage,
];
