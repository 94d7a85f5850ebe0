import { pictureBehaviours } from './__fixtures__/picture-behaviours';

pictureBehaviours('process');
