// Before all other modules: they look for packages from the program that runs, which is the one of the application.
process.argv.splice(1, 1);
