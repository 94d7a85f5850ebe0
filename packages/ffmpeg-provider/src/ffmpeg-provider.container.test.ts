import { faultBehaviours } from './__fixtures__/fault-behaviours';
import { transformBehaviours } from './__fixtures__/transform-behaviours';

transformBehaviours('docker');
faultBehaviours('docker');
