namespace Fairlead.Simulation.Checks;

/// <summary>Something became true that must never be.</summary>
public sealed class BrokenRuleException(string rule) : Exception(rule);
