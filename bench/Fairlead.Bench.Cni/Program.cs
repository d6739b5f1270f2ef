using Fairlead.Bench.Cni;
using Fairlead.Bench.Processes;

using var interruption = Interruption.Obey();
return BenchProgram.Run(args);
