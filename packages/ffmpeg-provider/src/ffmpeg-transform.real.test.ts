import { transformBehaviours } from './__fixtures__/transform-behaviours';

transformBehaviours('process');
