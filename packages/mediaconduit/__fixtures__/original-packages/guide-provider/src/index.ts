export { MyProvider } from './MyProvider';
export { MyModel } from './MyModel';

export { MyProvider as default } from './MyProvider';
