import { serviceVariablePrefix } from './service-definition';

describe('serviceVariablePrefix', () => {
  it.each([
    ['cowsay-service', 'COWSAY'],
    ['cowsay', 'COWSAY'],
    ['myservice', 'MYSERVICE'],
    ['my-cowsay-service', 'MY_COWSAY'],
    ['Cowsay Service', 'COWSAY'],
    ['llama.cpp_server', 'LLAMA_CPP_SERVER'],
    ['service', 'SERVICE'],
  ])('calls %s %s', (id, prefix) => {
    expect(serviceVariablePrefix(id)).toBe(prefix);
  });
});
