import { whisperBehaviours } from './__fixtures__/whisper-behaviours';

whisperBehaviours('docker');
