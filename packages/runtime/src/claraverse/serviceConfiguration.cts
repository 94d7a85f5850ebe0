import configuration = require('./service-configuration-manager');

/** The class that `require` gives; see the class that it extends. */
class ServiceConfigurationManager extends configuration.ServiceConfigurationManager {
  static readonly default = ServiceConfigurationManager;
}

export = ServiceConfigurationManager;
