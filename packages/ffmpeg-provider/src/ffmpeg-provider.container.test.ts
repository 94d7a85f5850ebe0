import { faultBehaviours } from './__fixtures__/fault-behaviours';
import { pictureBehaviours } from './__fixtures__/picture-behaviours';
import { soundBehaviours } from './__fixtures__/sound-behaviours';

soundBehaviours('docker');
pictureBehaviours('docker');
faultBehaviours('docker');
