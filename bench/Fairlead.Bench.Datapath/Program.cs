using Fairlead.Bench.Datapath;

return DatapathBench.Run(args);
