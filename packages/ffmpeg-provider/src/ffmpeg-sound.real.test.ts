import { soundBehaviours } from './__fixtures__/sound-behaviours';

soundBehaviours('process');
