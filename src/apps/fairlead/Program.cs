using Fairlead.Cli;

return CommandLineTool.Run(args);
