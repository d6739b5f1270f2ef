namespace Fairlead.Allocation.Publishing;

/// <summary>What is done in the cloud for no node in particular.</summary>
internal enum ClusterWork
{
    Listing,
    VSwitches,
    Spares,
}
