namespace Fairlead.Controller.Tests.Simulation;

/// <summary>Tests that use every processor by themselves: others run before or after them.</summary>
[CollectionDefinition(nameof(EveryProcessor), DisableParallelization = true)]
public sealed class EveryProcessor;
