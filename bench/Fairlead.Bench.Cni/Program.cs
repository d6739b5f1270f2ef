using Fairlead.Bench.Cni;

return BenchProgram.Run(args);
