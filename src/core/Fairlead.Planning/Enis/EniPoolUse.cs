namespace Fairlead.Planning.Enis;

/// <summary>How much of the node's shared ENIs is used.</summary>
/// <param name="Pods">That have addresses of shared ENIs.</param>
/// <param name="Resting">Addresses.</param>
/// <param name="Ready">Of the <paramref name="Enis"/>, those that are links of the node and set up.</param>
public readonly record struct EniPoolUse(int Pods, int Resting, int Enis, int Ready);
