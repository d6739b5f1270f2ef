using Fairlead.Bench.Controller;

return args is ["simulate", .. var words] ? SimulateCommand.Run(words) : ControllerBench.Run(args);
