import { ollamaBehaviours } from './__fixtures__/ollama-behaviours';

ollamaBehaviours('process');
