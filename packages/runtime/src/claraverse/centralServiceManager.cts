import manager = require('./central-service-manager');
import dialog = require('./startup-failure-dialog');
import configuration = require('./service-configuration-manager');

/** The class that `require` gives; see the class that it extends. */
class CentralServiceManager extends manager.CentralServiceManager {
  static readonly default = CentralServiceManager;
  static readonly ServiceConfigurationManager = configuration.ServiceConfigurationManager;
  static readonly startupFailureDialog = dialog.startupFailureDialog;
}

export = CentralServiceManager;
