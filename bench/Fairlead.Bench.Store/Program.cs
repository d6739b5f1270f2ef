using Fairlead.Bench.Store;

return await StoreBench.RunAsync(args);
