import CentralServiceManager from './centralServiceManager.cjs';
import ServiceConfigurationManager from './serviceConfiguration.cjs';
import { getServiceConfiguration, validateServiceConfiguration, type ClaraService } from './serviceDefinitions.cjs';

const configManager = new ServiceConfigurationManager('/data');
const manager: CentralServiceManager = new CentralServiceManager({ configManager });
new CentralServiceManager(configManager) satisfies CentralServiceManager;

manager.on('service-started', ({ name, deploymentMode }) => {
  name satisfies string;
  deploymentMode satisfies 'docker' | 'native' | 'manual';
});
manager.on('startup-failed', (error) => error.code satisfies string);
// @ts-expect-error there is no such event
manager.on('service-start', () => undefined);

manager.registerService('a', { start: async () => 7, healthCheck: () => true, dependencies: ['b'] });
manager.registerService('b', { use: 'cowsay-service', dependsOn: ['docker'] });
manager.getServicesStatus()['a']?.state satisfies string | undefined;

class Own extends CentralServiceManager {
  override handleCriticalServiceFailure(name: string, error: Error): void {
    void [name, error];
  }
}
void Own;

const services: Record<string, ClaraService> = getServiceConfiguration({ claraCore: true });
validateServiceConfiguration(services) satisfies string[];
// @ts-expect-error there is no such feature
getServiceConfiguration({ comfyui: true });
