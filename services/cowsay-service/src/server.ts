import { createService, runService } from '@mediaconduit/service-kit';
import { description, version } from '../package.json';
import { ROUTES } from './routes';

void runService(createService({ id: 'cowsay-service', version, description, routes: ROUTES }));
