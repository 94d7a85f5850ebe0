import { parameterNames, RouteTable } from './route-table';

const table = new RouteTable([
  { method: 'GET', path: '/outputs/{name}' },
  { method: 'GET', path: '/outputs/list' },
  { method: 'DELETE', path: '/outputs/{name}' },
  { method: 'GET', path: '/v1/{kind}/{id}/text' },
]);

describe('RouteTable', () => {
  it.each([
    ['/outputs/abc', '/outputs/{name}', { name: 'abc' }],
    ['/outputs/a%20b%2Fc?x=1', '/outputs/{name}', { name: 'a b/c' }],
    ['/outputs/list', '/outputs/list', {}],
    ['/v1/tasks/7/text', '/v1/{kind}/{id}/text', { kind: 'tasks', id: '7' }],
  ])('finds %s', (target, path, params) => {
    expect(table.find('GET', target)).toEqual({ route: { method: 'GET', path }, params });
  });

  it('finds a method among those of the same path, and HEAD as GET', () => {
    expect(table.find('DELETE', '/outputs/abc').route.method).toBe('DELETE');
    expect(table.find('HEAD', '/outputs/abc').route.method).toBe('GET');
  });

  it.each([
    ['GET', '/outputs/', 404],
    ['GET', '/outputs/a/b', 404],
    ['GET', '/outputs/{name}', 200],
    ['GET', '/outputs/%zz', 400],
    ['POST', '/outputs/a', 405],
  ])('answers %s %s with %i', (method, target, status) => {
    const outcome = (): number => {
      try {
        table.find(method, target);
        return 200;
      } catch (error) {
        return (error as { status: number }).status;
      }
    };
    expect(outcome()).toBe(status);
  });

  it('names the parameters of a path', () => {
    expect(parameterNames('/v1/{kind}/{id}/text')).toEqual(['kind', 'id']);
  });
});
