import manager = require('./central-service-manager');

/** The class that `require` gives; see the class that it extends. */
class CentralServiceManager extends manager.CentralServiceManager {
  static readonly default = CentralServiceManager;
}

export = CentralServiceManager;
