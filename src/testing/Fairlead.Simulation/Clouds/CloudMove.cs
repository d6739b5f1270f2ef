using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Clouds;

/// <summary>A cloud's change from one state to the next.</summary>
/// <param name="Touched">Ids of whatever may have changed.</param>
/// <param name="IsForced">The world did it to us, an ENI vanished or an instance died: whoever has an address of it could not know.</param>
public sealed record CloudMove(CloudState Before, CloudState After, IReadOnlyCollection<string> Touched, bool IsForced);
