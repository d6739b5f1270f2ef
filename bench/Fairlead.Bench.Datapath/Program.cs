using Fairlead.Bench.Datapath;
using Fairlead.Bench.Processes;

using var interruption = Interruption.Obey();
return DatapathBench.Run(args);
