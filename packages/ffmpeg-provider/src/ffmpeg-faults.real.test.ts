import { faultBehaviours } from './__fixtures__/fault-behaviours';

faultBehaviours('process');
