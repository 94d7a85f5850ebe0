// needs jest and a type that is not there: nothing of this is loaded with the provider
import { CowsayDockerProvider } from './CowsayDockerProvider';
describe('provider', () => it('is a class', () => expect(CowsayDockerProvider).toBeDefined(
